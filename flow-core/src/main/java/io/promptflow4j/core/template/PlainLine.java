package io.promptflow4j.core.template;

/// Text that is shown in messages: what a template or its data says may be quoted there, but must
/// not move the cursor, colour a terminal, turn the writing direction or begin a line of its own.
final class PlainLine {

  private PlainLine() {}

  static String of(String text) {
    return text.codePoints().allMatch(PlainLine::isHarmless) ? text : escaped(text);
  }

  private static boolean isHarmless(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }

  private static String escaped(String text) {
    var out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(point -> {
          if (isHarmless(point)) {
            out.appendCodePoint(point);
          } else {
            out.append("\\u{%X}".formatted(point));
          }
        });
    return out.toString();
  }
}
