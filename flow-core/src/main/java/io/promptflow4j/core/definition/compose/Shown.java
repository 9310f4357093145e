package io.promptflow4j.core.definition.compose;

/// Pieces of a file as messages show them.
public final class Shown {

  private static final int MAX_LENGTH = 80;

  private Shown() {}

  /// `text` in one line, without control characters, cut to a readable length.
  public static String text(String text) {
    String start = text.length() <= 4 * MAX_LENGTH ? text : text.substring(0, 4 * MAX_LENGTH);
    String visible = start.strip().replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ");
    if (visible.codePointCount(0, visible.length()) <= MAX_LENGTH
        && start.length() == text.length()) {
      return visible;
    }
    int end =
        visible.offsetByCodePoints(
            0, Math.min(MAX_LENGTH - 1, visible.codePointCount(0, visible.length())));
    return visible.substring(0, end) + "…";
  }
}
