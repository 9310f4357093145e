package io.promptflow4j.core.definition.yaml;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/// Why a text is not YAML, said to its author: what stands there, what was expected, what to do.
///
/// @param index the code point the message is about
record YamlProblem(int index, String message) {

  private static final Pattern TOP_LEVEL_KEY =
      Pattern.compile("(?:[A-Za-z_$][\\w$.-]*|\"[^\"]+\"|'[^']+')\\s*:(?:\\s.*)?");

  /// Explains what the scanner or parser complained about.
  static YamlProblem of(MarkedYAMLException problem, CodePoints text) {
    Mark at = problem.getProblemMark();
    Mark context = problem.getContextMark();
    int index = Math.min(at == null ? text.length() : at.getIndex(), text.length());
    int began = context == null ? index : context.getIndex();
    String said = problem.getProblem() == null ? "" : problem.getProblem();
    String doing = problem.getContext() == null ? "" : problem.getContext();
    if (said.contains("cannot start any token")) {
      return badStart(text, index);
    }
    if (said.startsWith("mapping values are not allowed")) {
      return colon(text, index);
    }
    if (said.startsWith("expected ',' or")) {
      return inBrackets(text, index, began);
    }
    if (said.startsWith("expected <block end>") || said.startsWith("expected '<document start>'")) {
      return afterValue(text, index);
    }
    if (said.contains("unexpected end of stream") || said.contains("document separator")) {
      return new YamlProblem(
          began, "the quote that opens here is never closed; add the closing quote");
    }
    return new YamlProblem(
        isAboutContext(said, doing) ? began : index, other(said, doing, text, index, began));
  }

  private static boolean isAboutContext(String said, String doing) {
    return doing.contains("an alias")
        || doing.contains("an anchor")
        || said.startsWith("could not find expected ':'");
  }

  private static YamlProblem badStart(CodePoints text, int index) {
    if (text.at(index) == '\t') {
      return new YamlProblem(
          index, "a tab stands here, but YAML wants spaces; replace the tab by spaces");
    }
    return new YamlProblem(
        index,
        "an unquoted text can't begin with '%s'; put the whole text in quotes"
            .formatted(Character.toString(text.at(index))));
  }

  private static YamlProblem colon(CodePoints text, int index) {
    int line = text.lineOf(index);
    String before =
        text.lineText(line)
            .substring(0, offset(text.lineText(line), index - text.startOfLine(line)));
    if (before.strip().startsWith("<<<<<<<") || text.lineText(line - 1).startsWith("<<<<<<<")) {
      return new YamlProblem(
          text.startOfLine(Math.max(0, line - 1)),
          "this is a merge conflict that was left in the file; choose one side and remove the"
              + " marker lines");
    }
    if (before.matches("(?s).*:\\s.*")) {
      return new YamlProblem(
          index, "a second ': ' stands in this line; put the text that holds it in quotes");
    }
    String previous = text.lineText(line - 1).strip();
    if (previous.matches("[\\w.$-]+:\\S.*")) {
      return new YamlProblem(
          text.startOfLine(line - 1) + indent(text.lineText(line - 1)),
          "there is no space behind the colon of this line; write 'key: value'");
    }
    if (previous.contains(": ") || previous.startsWith("- ")) {
      return new YamlProblem(
          text.startOfLine(line) + indent(text.lineText(line)),
          "this line is indented deeper than the one before it, which has its value already;"
              + " give keys that belong together the same indentation");
    }
    return new YamlProblem(
        text.startOfLine(Math.max(0, line - 1)) + indent(text.lineText(line - 1)),
        "this line is neither a key nor a list item; write 'key: value', or '- value' for an item");
  }

  private static YamlProblem inBrackets(CodePoints text, int index, int began) {
    char open = (char) text.at(began);
    char close = open == '[' ? ']' : '}';
    int first = Math.max(0, index - 1);
    if (text.at(index) == '{' && (text.at(first) == '$' || text.at(first) == '{')) {
      return new YamlProblem(
          first,
          "a reference inside { } or [ ] needs quotes; write \"%s\""
              .formatted(reference(text, first)));
    }
    if (index >= text.length() || text.lineOf(index) > text.lineOf(began)) {
      return new YamlProblem(
          began,
          "the '%s' that opens here is not closed; add '%s' at its end, or a comma between entries"
              .formatted(open, close));
    }
    return new YamlProblem(
        index,
        "a comma or '%s' was expected here; put a comma between the entries, and quotes around a"
                .formatted(close)
            + " text that holds any of , [ ] { } or ': '");
  }

  private static String reference(CodePoints text, int start) {
    var found = new StringBuilder();
    for (int i = start; i < start + 60 && text.at(i) != '\n'; i++) {
      found.appendCodePoint(text.at(i));
      if (text.at(i) == '}' && text.at(i + 1) != '}') {
        return found.toString();
      }
    }
    return "${…}";
  }

  private static YamlProblem afterValue(CodePoints text, int index) {
    int line = text.lineOf(index);
    String written = text.lineText(line);
    if (written.substring(0, offset(written, index - text.startOfLine(line))).isBlank()) {
      return new YamlProblem(
          index,
          "the indentation of this line fits none of the lines before it; line it up with the keys"
              + " or list items it belongs to");
    }
    return new YamlProblem(
        index,
        written.contains("{{")
            ? "the value ended before this; a text that begins with '{{' needs quotes around all"
                + " of it"
            : "the value ended before this; put quotes around the whole text (inside '…' a quote"
                + " is written twice, inside \"…\" as \\\")");
  }

  private static String other(String said, String doing, CodePoints text, int index, int began) {
    if (said.startsWith("sequence entries are not allowed")) {
      return "a list can't begin behind a key in the same line; begin it in the next line";
    }
    if (said.startsWith("found unknown escape character")) {
      return "'\\%s' means nothing in double quotes; write '\\\\' for a backslash, or use single"
              .formatted(Character.toString(text.at(index)))
          + " quotes";
    }
    if (said.startsWith("could not find expected ':'")) {
      return "this line is neither a key nor a list item; write 'key: value'";
    }
    if (doing.contains("a block scalar")) {
      return "the text of a '%s' block begins in the next line; move it there, or put it in quotes"
          .formatted(Character.toString(text.at(began)));
    }
    if (doing.contains("an alias") || doing.contains("an anchor")) {
      return "an unquoted text can't begin with '%s'; put the whole text in quotes"
          .formatted(Character.toString(text.at(began)));
    }
    if (said.startsWith("expected the node content")) {
      return index >= text.length()
          ? "the file ends here, but a value was expected"
          : "a value was expected here; remove what stands in its place, or put it in quotes";
    }
    return "this is not YAML: %s%s"
        .formatted(Shown.text(said), doing.isEmpty() ? "" : " (" + Shown.text(doing) + ")");
  }

  /// What to say about a mapping or list in the place of a key.
  static String complexKey(CodePoints text, int index) {
    boolean template = text.at(index) == '{' && text.at(index - 1) == '{';
    return template
        ? "'{{' begins two YAML mappings here; put quotes around the whole text: \"{{ … }}\""
        : "a key has to be a text, but this is a %s; write 'key: value'"
            .formatted(text.at(index) == '[' ? "list" : "mapping");
  }

  /// The start of the first line behind `index` that holds a key of the outermost level, or -1.
  static int nextTopLevelKey(CodePoints text, int index) {
    for (int line = text.lineOf(index) + 1; text.startOfLine(line) < text.length(); line++) {
      int first = text.at(text.startOfLine(line));
      boolean mayBegin = first == '_' || first == '$' || first == '"' || first == '\'';
      if ((mayBegin || Character.isLetter(first))
          && TOP_LEVEL_KEY.matcher(text.lineText(line)).matches()) {
        return text.startOfLine(line);
      }
    }
    return -1;
  }

  private static int offset(String line, int points) {
    return line.offsetByCodePoints(0, Math.min(points, line.codePointCount(0, line.length())));
  }

  private static int indent(String line) {
    int blanks = 0;
    while (blanks < line.length() && line.charAt(blanks) == ' ') {
      blanks++;
    }
    return blanks;
  }
}
