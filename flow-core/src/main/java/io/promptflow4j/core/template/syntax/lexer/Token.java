package io.promptflow4j.core.template.syntax.lexer;

/// One token of a template.
///
/// @param text what it stands for: of a string its content, of a number its digits, of everything
///   else what is written
/// @param offset where it starts
public record Token(Kind kind, String text, int offset) {

  public enum Kind {
    DATA("text"),
    VARIABLE_BEGIN("'{{'"),
    VARIABLE_END("the end of the expression, '}}'"),
    BLOCK_BEGIN("'{%'"),
    BLOCK_END("the end of the tag, '%}'"),
    NAME("a name"),
    STRING("a text in quotes"),
    INTEGER("a whole number"),
    FLOAT("a number"),
    OPERATOR("an operator"),
    END("the end of the template");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  public boolean is(Kind wanted) {
    return kind == wanted;
  }

  public boolean isOperator(String wanted) {
    return kind == Kind.OPERATOR && text.equals(wanted);
  }

  public boolean isName(String wanted) {
    return kind == Kind.NAME && text.equals(wanted);
  }

  /// How a message names this token.
  public String shown() {
    return switch (kind) {
      case NAME, OPERATOR, INTEGER, FLOAT -> "'" + shortened() + "'";
      case STRING -> "the text '" + shortened() + "'";
      case DATA, VARIABLE_BEGIN, VARIABLE_END, BLOCK_BEGIN, BLOCK_END, END -> kind.title();
    };
  }

  private String shortened() {
    return text.length() <= 40 ? text : text.substring(0, 37) + "…";
  }
}
