package io.promptflow4j.cli.terminal;

/// How words are marked for people.
public enum Style {
  PLAIN,
  COLOURED;

  public String bold(String text) {
    return marked("1", text);
  }

  public String faint(String text) {
    return marked("2", text);
  }

  public String red(String text) {
    return marked("31", text);
  }

  public String green(String text) {
    return marked("32", text);
  }

  public String yellow(String text) {
    return marked("33", text);
  }

  public String cyan(String text) {
    return marked("36", text);
  }

  private String marked(String code, String text) {
    return switch (this) {
      case PLAIN -> text;
      case COLOURED -> "\u001B[" + code + "m" + text + "\u001B[0m";
    };
  }
}
