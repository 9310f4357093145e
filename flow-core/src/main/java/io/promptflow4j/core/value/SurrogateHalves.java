package io.promptflow4j.core.value;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Halves of surrogate pairs in JSON texts. Python's texts may hold them and no encoding can, so
/// they are written as escapes, as Python's own writer does it. They stand inside strings only.
final class SurrogateHalves {

  /// A backslash with what it escapes, so that the second of two never begins an escape.
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:u([dD][89a-fA-F][0-9a-fA-F]{2})|.)");

  private SurrogateHalves() {}

  /// The same JSON text with each half that stands in it escaped.
  static String escaped(String json) {
    StringBuilder escaped = null;
    int copied = 0;
    for (int i = 0; i < json.length(); i++) {
      if (!Character.isSurrogate(json.charAt(i))) {
        continue;
      }
      if (Character.isSupplementaryCodePoint(json.codePointAt(i))) {
        i++;
        continue;
      }
      if (escaped == null) {
        escaped = new StringBuilder(json.length() + 16);
      }
      escaped.append(json, copied, i).append("\\u%04x".formatted((int) json.charAt(i)));
      copied = i + 1;
    }
    return escaped == null ? json : escaped.append(json, copied, json.length()).toString();
  }

  /// The same JSON text with each escaped surrogate as it is.
  static String plain(String json) {
    return ESCAPE
        .matcher(json)
        .replaceAll(found ->
            Matcher.quoteReplacement(
                found.group(1) == null
                    ? found.group()
                    : String.valueOf((char) Integer.parseInt(found.group(1), 16))));
  }
}
