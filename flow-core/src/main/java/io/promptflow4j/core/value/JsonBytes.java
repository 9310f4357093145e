package io.promptflow4j.core.value;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/// Compact JSON in UTF-8 as it is being written, owned by the thread that writes it.
///
/// Runs write a dozen texts a row, most of them short, so this spares what a generator sets up for
/// each. Halves of surrogate pairs, which UTF-8 has no form for, are written as escapes, as
/// Python's own writer does it.
final class JsonBytes {

  /// As deep as the JSON library writes.
  private static final int DEEPEST = 1_000;

  private static final byte[] HEX = ascii("0123456789ABCDEF");
  private static final byte[] NULL = ascii("null");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");

  private byte[] bytes;
  private int length;
  private int depth;

  /// @param expected how many bytes it may become
  JsonBytes(int expected) {
    this.bytes = new byte[expected];
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  void write(Value value) {
    switch (value) {
      case Value.Text(var text) -> write(text);
      case Value.Whole(var number) -> write(number);
      case Value.Decimal(var number) -> put(ascii(Double.toString(number)));
      case Value.Bool truth -> put(truth.isTrue() ? TRUE : FALSE);
      case Value.Null _ -> put(NULL);
      case Value.Sequence(var items) -> write(items);
      case Value.Mapping(var entries) -> write(entries);
      case Value.Image image -> write(Images.toMapping(image).entries());
    }
  }

  private void write(BigInteger number) {
    put(ascii(number.bitLength() < 64 ? Long.toString(number.longValue()) : number.toString()));
  }

  private void write(Iterable<Value> items) {
    enter('[');
    boolean first = true;
    for (Value item : items) {
      if (!first) {
        put(',');
      }
      first = false;
      write(item);
    }
    leave(']');
  }

  private void write(Map<String, Value> entries) {
    enter('{');
    boolean first = true;
    for (Map.Entry<String, Value> entry : entries.entrySet()) {
      if (!first) {
        put(',');
      }
      first = false;
      write(entry.getKey());
      put(':');
      write(entry.getValue());
    }
    leave('}');
  }

  private void enter(char bracket) {
    depth++;
    if (depth > DEEPEST) {
      throw new UncheckedIOException(
          new IOException("a value is nested deeper than %,d levels".formatted(DEEPEST)));
    }
    put(bracket);
  }

  private void leave(char bracket) {
    put(bracket);
    depth--;
  }

  private void write(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    put('"');
    if (utf8.length == text.length()) {
      writeShort(utf8, text);
    } else {
      writeWide(text);
    }
    put('"');
  }

  /// Writes a text of as many bytes as characters, in which halves of pairs became question marks.
  private void writeShort(byte[] utf8, String text) {
    grow(utf8.length);
    int copied = 0;
    for (int i = 0; i < utf8.length; i++) {
      byte one = utf8[i];
      if (one < ' ' || one == '"' || one == '\\' || (one == '?' && text.charAt(i) != '?')) {
        put(utf8, copied, i);
        escape(text.charAt(i));
        copied = i + 1;
      }
    }
    put(utf8, copied, utf8.length);
  }

  private void writeWide(String text) {
    int copied = 0;
    for (int i = 0; i < text.length(); i++) {
      char one = text.charAt(i);
      boolean pair = Character.isSurrogate(one) && Character.charCount(text.codePointAt(i)) == 2;
      if (pair) {
        i++;
      } else if (one < ' ' || one == '"' || one == '\\' || Character.isSurrogate(one)) {
        putWide(text, copied, i);
        escape(one);
        copied = i + 1;
      }
    }
    putWide(text, copied, text.length());
  }

  private void putWide(String text, int from, int to) {
    put(text.substring(from, to).getBytes(StandardCharsets.UTF_8));
  }

  private void escape(char one) {
    put('\\');
    switch (one) {
      case '"', '\\' -> put(one);
      case '\b' -> put('b');
      case '\t' -> put('t');
      case '\n' -> put('n');
      case '\f' -> put('f');
      case '\r' -> put('r');
      default -> {
        if (one < ' ') {
          put(ascii("u00"));
          put((char) HEX[one >> 4]);
          put((char) HEX[one & 0xF]);
        } else {
          put(ascii("u%04x".formatted((int) one)));
        }
      }
    }
  }

  private void put(char ascii) {
    grow(1);
    bytes[length++] = (byte) ascii;
  }

  private void put(byte[] more) {
    put(more, 0, more.length);
  }

  private void put(byte[] from, int start, int end) {
    int count = end - start;
    if (count > 0) {
      grow(count);
      System.arraycopy(from, start, bytes, length, count);
      length += count;
    }
  }

  private void grow(int more) {
    if (more > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.addExact(length, Math.max(more, length + 64)));
    }
  }
}
