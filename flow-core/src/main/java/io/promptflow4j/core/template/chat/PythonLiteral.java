package io.promptflow4j.core.template.chat;

import io.promptflow4j.core.value.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Reads a list as Python or JSON writes it: texts, numbers, truth values, nothing, lists, tuples
/// and mappings. It is a reader of data; names, calls and operators have no meaning to it.
///
/// Each bracket and quote is closed only by one with the origin of the one that opened it, and a
/// backslash only counts with the origin of its quote, so that a value that was printed into a
/// literal stays inside it.
final class PythonLiteral {

  private static final int MAX_DEPTH = 100;

  /// Something is no literal; caught by [#listAt], seen by nobody.
  private static final class NoLiteral extends Exception {
    private static final long serialVersionUID = 1L;

    NoLiteral() {
      super(null, null, false, false);
    }
  }

  private final String text;
  private final int[] origins;
  private int at;

  private PythonLiteral(String text, int[] origins) {
    this.text = text;
    this.origins = origins;
  }

  /// The list with which `text` begins; empty if it begins with none. What follows is not read.
  ///
  /// @param origins for each character, a number for where it came from
  static Optional<Value.Sequence> listAt(String text, int[] origins) {
    if (!text.startsWith("[")) {
      return Optional.empty();
    }
    try {
      return new PythonLiteral(text, origins).value(0) instanceof Value.Sequence list
          ? Optional.of(list)
          : Optional.empty();
    } catch (NoLiteral broken) {
      return Optional.empty();
    }
  }

  private Value value(int depth) throws NoLiteral {
    if (depth > MAX_DEPTH) {
      throw new NoLiteral();
    }
    skipBlanks();
    char c = peek();
    return switch (c) {
      case '[' -> new Value.Sequence(items(']', depth));
      case '(' -> tuple(depth);
      case '{' -> mapping(depth);
      case '\'', '"' -> texts(false);
      default -> c == '-' || c == '+' || c == '.' || isDigit(c) ? number() : word();
    };
  }

  private List<Value> items(char closing, int depth) throws NoLiteral {
    int origin = origins[at++];
    var items = new ArrayList<Value>();
    while (!closes(closing, origin)) {
      items.add(value(depth + 1));
      separate(closing, origin);
    }
    at++;
    return items;
  }

  /// `(1,)` and `(1, 2)` are tuples, `(1)` is one.
  private Value tuple(int depth) throws NoLiteral {
    int start = at;
    List<Value> items = items(')', depth);
    int last = at - 2;
    while (last > start && PythonSpace.is(text.charAt(last))) {
      last--;
    }
    return items.size() == 1 && text.charAt(last) != ',' ? items.getFirst() : Value.of(items);
  }

  private Value mapping(int depth) throws NoLiteral {
    int origin = origins[at++];
    var entries = new LinkedHashMap<String, Value>();
    while (!closes('}', origin)) {
      String key = key(value(depth + 1));
      skipBlanks();
      expect(':', origin);
      entries.put(key, value(depth + 1));
      separate('}', origin);
    }
    at++;
    return new Value.Mapping(entries);
  }

  /// A key as JSON writes it, since that is where the calls go.
  private static String key(Value key) throws NoLiteral {
    return switch (key) {
      case Value.Text(var name) -> name;
      case Value.Whole(var number) -> number.toString();
      case Value.Bool truth -> truth.isTrue() ? "true" : "false";
      case Value.Null _ -> "null";
      case Value.Decimal _, Value.Sequence _, Value.Mapping _, Value.Image _ ->
          throw new NoLiteral();
    };
  }

  private boolean closes(char closing, int origin) throws NoLiteral {
    skipBlanks();
    return peek() == closing && origins[at] == origin;
  }

  private void separate(char closing, int origin) throws NoLiteral {
    skipBlanks();
    if (peek() != closing || origins[at] != origin) {
      expect(',', origin);
    }
  }

  private void expect(char wanted, int origin) throws NoLiteral {
    if (peek() != wanted || origins[at] != origin) {
      throw new NoLiteral();
    }
    at++;
  }

  /// A text, or several that stand side by side, which Python takes for one.
  private Value texts(boolean raw) throws NoLiteral {
    var out = new StringBuilder();
    boolean isRaw = raw;
    int origin = origins[at];
    do {
      var literal = new PythonString(text, origins, at, isRaw);
      at = literal.read(out);
      if (at < 0) {
        throw new NoLiteral();
      }
      skipBlanks();
      isRaw = false;
    } while (at < text.length()
        && origins[at] == origin
        && (text.charAt(at) == '\'' || text.charAt(at) == '"'));
    return Value.of(out.toString());
  }

  private Value word() throws NoLiteral {
    int start = at;
    while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at);
    if (at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"')) {
      return switch (word) {
        case "r", "R" -> texts(true);
        case "u", "U" -> texts(false);
        default -> throw new NoLiteral();
      };
    }
    return switch (word) {
      case "True", "true" -> Value.Bool.TRUE;
      case "False", "false" -> Value.Bool.FALSE;
      case "None", "null" -> Value.Null.NULL;
      default -> throw new NoLiteral();
    };
  }

  private Value number() throws NoLiteral {
    int start = at;
    while (at < text.length() && isNumberPart(at, start)) {
      at++;
    }
    String digits = text.substring(start, at).replace("_", "");
    try {
      return digits.matches("[+-]?\\d+")
          ? new Value.Whole(whole(digits))
          : Value.of(Double.parseDouble(plainDecimal(digits)));
    } catch (NumberFormatException broken) {
      throw new NoLiteral();
    }
  }

  private boolean isNumberPart(int index, int start) {
    char c = text.charAt(index);
    boolean sign = c == '-' || c == '+';
    boolean afterExponent = index > start && (text.charAt(index - 1) | 0x20) == 'e';
    return isDigit(c)
        || c == '.'
        || c == '_'
        || (c | 0x20) == 'e'
        || (sign && (index == start || afterExponent));
  }

  private static BigInteger whole(String digits) throws NoLiteral {
    if (digits.length() > 1_000 || digits.matches("[+-]?0\\d*[1-9]\\d*")) {
      throw new NoLiteral();
    }
    return new BigInteger(digits);
  }

  private static String plainDecimal(String digits) throws NoLiteral {
    if (!digits.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
      throw new NoLiteral();
    }
    return digits;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private void skipBlanks() {
    at = PythonSpace.skip(text, at);
  }

  private char peek() throws NoLiteral {
    if (at >= text.length()) {
      throw new NoLiteral();
    }
    return text.charAt(at);
  }
}
