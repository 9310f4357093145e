package io.promptflow4j.core.template.syntax.lexer;

/// What Python counts as white space.
public final class Spaces {

  private Spaces() {}

  public static boolean isSpace(char c) {
    if (c <= ' ') {
      return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f);
    }
    return c == 0x85 || c == 0xa0 || (c > 0xff && Character.isSpaceChar(c));
  }
}
