package io.promptflow4j.core.definition.compose;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/// Why a text is not YAML, said to its author: what stands there, what was expected, what to do.
///
/// @param index the code point the message is about
/// @param resumeAt behind which reading may go on
public record YamlProblem(String code, int index, String message, int resumeAt) {

  private static final String SYNTAX = "yaml-syntax";

  public YamlProblem(int index, String message) {
    this(SYNTAX, index, message, index);
  }

  /// Explains what the scanner or parser complained about.
  public static YamlProblem of(MarkedYAMLException problem, CodePoints text) {
    Mark at = problem.getProblemMark();
    Mark context = problem.getContextMark();
    int index = Math.min(at == null ? text.length() : at.getIndex(), text.length());
    int began = context == null ? index : context.getIndex();
    String said = problem.getProblem() == null ? "" : problem.getProblem();
    String doing = problem.getContext() == null ? "" : problem.getContext();
    return new Complaint(said, doing, text, index, began).explained();
  }

  /// What was complained about while what was being read, and where both are.
  private record Complaint(String said, String doing, CodePoints text, int index, int began) {

    YamlProblem explained() {
      if (isConflictMarker(index) || isConflictMarker(began)) {
        return mergeConflict();
      }
      if (isDirective()) {
        return directive();
      }
      if (said.contains("cannot start any token")) {
        return badStart();
      }
      if (said.startsWith("mapping values are not allowed")) {
        return colon();
      }
      if (said.startsWith("expected ',' or")) {
        return inBrackets();
      }
      if (said.startsWith("expected <block end>")) {
        return afterValue();
      }
      if (said.startsWith("expected '<document start>'")) {
        return line(text.lineOf(index) - 1).strip().equals("...")
            ? secondDocument(index)
            : afterValue();
      }
      if (said.contains("unexpected end of stream") || said.contains("document separator")) {
        return new YamlProblem(
            began, "the quote that opens here is never closed; add the closing quote.");
      }
      return other();
    }

    /// Whether this is about the lines with '%' before a document, or about the end of these lines.
    private boolean isDirective() {
      return doing.contains("directive")
          || said.contains("YAML directive")
          || said.startsWith("found incompatible YAML")
          || said.startsWith("duplicate tag handle")
          || (said.startsWith("expected '<document start>'") && text.onlyDirectivesBefore(index));
    }

    private YamlProblem directive() {
      if (said.startsWith("expected '<document start>'")) {
        return new YamlProblem(
            SYNTAX,
            index,
            "a line '---' has to stand between the lines that begin with '%' and the flow; add it,"
                + " or remove those lines.",
            index - 1);
      }
      int start = text.startOfLine(text.lineOf(index));
      if (said.startsWith("found incompatible YAML")) {
        return new YamlProblem(
            start,
            "this line asks for %s, but flow files are YAML 1.2; remove the line."
                .formatted(Shown.text(line(text.lineOf(index)).substring(1).strip())));
      }
      return new YamlProblem(
          start,
          said.contains("duplicate")
              ? "the lines before this one say the same already; remove one of them."
              : "a line that begins with '%' tells YAML readers how to read, and this one can't be"
                  + " understood; a flow file needs none, so remove it.");
    }

    private String line(int number) {
      return text.lineText(number);
    }

    private boolean isConflictMarker(int at) {
      String line = line(text.lineOf(at));
      String before = line(text.lineOf(at) - 1);
      return line.matches("(<{7}|>{7})( .*)?") || before.matches("(<{7}|>{7})( .*)?");
    }

    /// Both sides of a conflict are passed over, since either may be the right one.
    private YamlProblem mergeConflict() {
      int line = text.lineOf(began);
      while (line > 0 && !line(line).startsWith("<<<<<<<")) {
        line--;
      }
      int end = line;
      while (text.startOfLine(end) < text.length() && !line(end).startsWith(">>>>>>>")) {
        end++;
      }
      return new YamlProblem(
          SYNTAX,
          text.startOfLine(line),
          "this is a merge conflict that was left in the file; choose one side and remove the"
              + " lines with the marks.",
          text.startOfLine(end));
    }

    private YamlProblem badStart() {
      if (text.at(index) == '\t') {
        return new YamlProblem(
            index, "a tab stands here, but YAML wants spaces; replace the tab by spaces.");
      }
      if (text.at(index) == '%' && text.at(index - 1) == '{') {
        return new YamlProblem(
            index - 1,
            "'{%' is for templates; a flow file holds plain data, so move it into the template of a"
                + " node, or put the text in quotes.");
      }
      return unquoted(index, Character.toString(text.at(index)));
    }

    private YamlProblem unquoted(int at, String beginning) {
      return new YamlProblem(
          at,
          "an unquoted text can't begin with '%s'; put the whole text in quotes."
              .formatted(beginning));
    }

    private YamlProblem colon() {
      int number = text.lineOf(index);
      String before = text.lineBefore(index);
      String previous = line(number - 1).strip();
      if (before.matches("(?s).*:\\s.*")) {
        return new YamlProblem(
            index, "a second ': ' stands in this line; put the text that holds it in quotes.");
      }
      if (previous.matches("(- )?[\\w.$-]+:\\S.*")) {
        return new YamlProblem(
            text.startOfText(number - 1),
            "there is no space behind the colon of this line; write 'key: value'.");
      }
      if (previous.contains(": ") || previous.startsWith("- ")) {
        return new YamlProblem(
            text.startOfText(number),
            "this line is indented deeper than the one before it, which has its value already;"
                + " give keys that belong together the same indentation.");
      }
      return new YamlProblem(
          text.startOfText(Math.max(0, number - 1)),
          "this line is neither a key nor a list item; write 'key: value', or '- value' for an"
              + " item.");
    }

    private YamlProblem inBrackets() {
      char close = text.at(began) == '[' ? ']' : '}';
      int first = Math.max(0, index - 1);
      if (text.at(index) == '{' && (text.at(first) == '$' || text.at(first) == '{')) {
        return new YamlProblem(
            first,
            "a reference inside { } or [ ] needs quotes; write \"%s\"."
                .formatted(reference(first)));
      }
      if (index >= text.length() || text.lineOf(index) > text.lineOf(began)) {
        return new YamlProblem(
            began,
            "the '%s' that opens here is not closed; add '%s' at its end, or a comma between entries."
                .formatted(Character.toString(text.at(began)), close));
      }
      return new YamlProblem(
          index,
          "a comma or '%s' was expected here; put a comma between the entries, and quotes around a"
                  .formatted(close)
              + " text that holds any of , [ ] { } or ': '.");
    }

    private String reference(int start) {
      String close = text.at(start) == '{' ? "}}" : "}";
      var found = new StringBuilder();
      for (int i = start; i < start + 80 && text.at(i) != '\n'; i++) {
        found.appendCodePoint(text.at(i));
        if (found.toString().endsWith(close)) {
          return found.toString();
        }
      }
      return "${…}";
    }

    private YamlProblem afterValue() {
      if (text.lineBefore(index).isBlank()) {
        return new YamlProblem(
            index,
            "the indentation of this line fits none of the lines before it; line it up with the"
                + " keys or list items it belongs to.");
      }
      return new YamlProblem(
          index,
          line(text.lineOf(index)).contains("{{")
              ? "the value ended before this; a text that begins with '{{' needs quotes around all"
                  + " of it."
              : "the value ended before this; put quotes around the whole text (inside '…' a quote"
                  + " is written twice, inside \"…\" as \\\").");
    }

    private YamlProblem other() {
      if (said.startsWith("could not find expected ':'")) {
        return new YamlProblem(
            began, "this line is neither a key nor a list item; write 'key: value'.");
      }
      if (doing.contains("an alias") || doing.contains("an anchor")) {
        return unquoted(began, Character.toString(text.at(began)));
      }
      if (doing.contains("a tag") || said.startsWith("found undefined tag handle")) {
        return unquoted(began, "!");
      }
      if (said.startsWith("mapping keys are not allowed")) {
        return unquoted(index, "? ");
      }
      return new YamlProblem(index, otherMessage());
    }

    private String otherMessage() {
      if (said.startsWith("sequence entries are not allowed")) {
        return "a list can't begin behind a key in the same line; begin it in the next line.";
      }
      if (said.startsWith("found unknown escape") || said.startsWith("expected escape sequence")) {
        return "the backslash before this begins nothing that double quotes know; write '\\\\' for"
            + " a backslash, or use single quotes.";
      }
      if (doing.contains("a block scalar")) {
        return "the text of a '%s' block begins in the next line; move it there, or put it in quotes."
            .formatted(Character.toString(text.at(began)));
      }
      if (said.startsWith("expected the node content")) {
        return index >= text.length()
            ? "the file ends here, but a value was expected."
            : "a value was expected here; remove what stands in its place, or put it in quotes.";
      }
      return "this is not YAML: %s%s."
          .formatted(Shown.text(said), doing.isEmpty() ? "" : " (" + Shown.text(doing) + ")");
    }
  }

  /// What to say about a second document, which begins at `index`.
  public static YamlProblem secondDocument(int index) {
    return new YamlProblem(
        "several-documents",
        index,
        "a second YAML document begins here, but a flow file holds one; remove this line and what"
            + " follows, or put it into a file of its own.",
        Integer.MAX_VALUE);
  }

  /// What to say about a mapping or list in the place of a key, which begins at `index`.
  public static YamlProblem complexKey(CodePoints text, int index) {
    boolean template = text.at(index) == '{' && text.at(index - 1) == '{';
    return new YamlProblem(
        index,
        template
            ? "'{{' begins two YAML mappings here; put quotes around the whole text: \"{{ … }}\"."
            : "a key has to be a text, but this is a %s; write 'key: value'."
                .formatted(text.at(index) == '[' ? "list" : "mapping"));
  }
}
