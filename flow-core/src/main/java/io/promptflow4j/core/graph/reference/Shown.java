package io.promptflow4j.core.graph.reference;

/// Names from a flow file as messages show them: one line, of bounded length.
public final class Shown {

  private static final int MAX_LENGTH = 80;

  private Shown() {}

  public static String name(String written) {
    String start =
        written.length() <= MAX_LENGTH ? written : written.substring(0, MAX_LENGTH - 1) + "…";
    for (int i = 0; i < start.length(); i++) {
      if (Character.isISOControl(start.charAt(i))) {
        return start.replaceAll("\\p{Cntrl}", "?");
      }
    }
    return start;
  }
}
