package io.promptflow4j.core.definition.yaml;

import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.SourceText;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// From the bytes of a flow file to its text.
final class FlowText {

  private FlowText() {}

  /// The text of `bytes`, which have to be UTF-8 and not too many.
  static Optional<SourceText> decode(String name, byte[] bytes, Diagnostics diagnostics) {
    if (bytes.length > FlowFile.MAX_BYTES) {
      diagnostics.error(
          "file-too-large",
          Place.startOf(name),
          "a flow file may have 1 MiB at most; move data and long texts into files of their own.");
      return Optional.empty();
    }
    Optional<String> other = otherEncoding(bytes);
    if (other.isPresent()) {
      diagnostics.error(
          "not-utf8",
          Place.startOf(name),
          "this file is %s text; save it as UTF-8.".formatted(other.get()));
      return Optional.empty();
    }
    var text = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(bytes), text, true);
    var source = new SourceText(name, text.flip().toString());
    if (result.isError()) {
      diagnostics.error(
          "not-utf8",
          source.placeAt(source.text().length()),
          "the byte here is not UTF-8 text; save the file as UTF-8.");
      return Optional.empty();
    }
    return Optional.of(source);
  }

  /// UTF-32 or UTF-16, if a byte-order mark or the zeros among the first bytes say so.
  private static Optional<String> otherEncoding(byte[] bytes) {
    if (bytes.length < 2) {
      return Optional.empty();
    }
    int first = unit(bytes, 0);
    if (bytes.length >= 4) {
      int second = unit(bytes, 2);
      boolean marked = (first == 0 && second == 0xFEFF) || (first == 0xFFFE && second == 0);
      if (marked || ((first == 0) != (second == 0) && isAscii(first + second))) {
        return Optional.of("UTF-32");
      }
      if (isAscii(first) && isAscii(second) && (first < 0x100) == (second < 0x100)) {
        return Optional.of("UTF-16");
      }
    }
    return first == 0xFEFF || first == 0xFFFE ? Optional.of("UTF-16") : Optional.empty();
  }

  private static int unit(byte[] bytes, int at) {
    return ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
  }

  /// Whether one of the two bytes of `unit` is zero and the other is not.
  private static boolean isAscii(int unit) {
    return ((unit & 0xFF) == 0) != (unit < 0x100);
  }

  /// Whether all characters of `source` may stand in a YAML text; the first that may not is
  /// reported.
  static boolean isReadable(SourceText source, Diagnostics diagnostics) {
    String text = source.text();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isForbidden(c)) {
        diagnostics.error(
            "yaml-syntax",
            source.placeAt(i),
            "the character U+%04X stands here, which YAML doesn't allow; remove it, or write \"\\x%02X\""
                    .formatted((int) c, (int) c)
                + " inside double quotes.");
        return false;
      }
    }
    return true;
  }

  private static boolean isForbidden(char c) {
    return (c < ' ' && c != '\n' && c != '\t')
        || (c >= 0x7F && c < 0xA0 && c != 0x85)
        || c == 0xFFFE
        || c == 0xFFFF;
  }
}
