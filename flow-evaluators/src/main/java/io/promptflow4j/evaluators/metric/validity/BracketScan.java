package io.promptflow4j.evaluators.metric.validity;

/// Finds where a bracket that opens a JSON value is closed again, without looking into strings.
final class BracketScan {

  private BracketScan() {}

  /// The place behind the closing bracket, or −1 if there is none.
  static int end(String text, int start) {
    int depth = 0;
    boolean inString = false;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (inString && c == '\\') {
        i++;
      } else if (c == '"') {
        inString = !inString;
      } else if (!inString && (c == '{' || c == '[')) {
        depth++;
      } else if (!inString && (c == '}' || c == ']')) {
        depth--;
        if (depth == 0) {
          return i + 1;
        }
      }
    }
    return -1;
  }
}
