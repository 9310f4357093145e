package io.promptflow4j.core.value;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text is not JSON. Lines and columns count from 1.
public final class JsonSyntaxException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String problem;
  private final int line;
  private final int column;

  public JsonSyntaxException(String problem, int line, int column) {
    super("line %d, column %d: %s".formatted(line, column, problem));
    this.problem = problem;
    this.line = line;
    this.column = column;
  }

  static JsonSyntaxException of(JsonProcessingException broken) {
    var at = broken.getLocation();
    return new JsonSyntaxException(
        Problem.of(broken),
        at == null ? 1 : Math.max(1, at.getLineNr()),
        at == null ? 1 : Math.max(1, at.getColumnNr()));
  }

  /// What is wrong, without the place.
  public String problem() {
    return problem;
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }

  /// Says in our own words why a text is not JSON. The parser tells one mistake from another only
  /// by the words of its message, so these are looked at; words that are not known give a sentence
  /// that is true of every mistake.
  private static final class Problem {

    /// What a message of the parser holds, and what is said instead; `%s` is what the message
    /// quotes.
    private record Sentence(Pattern told, String said) {
      static Sentence of(String told, String said) {
        return new Sentence(Pattern.compile(told, Pattern.DOTALL), said);
      }

      Optional<String> insteadOf(String message) {
        Matcher matcher = told.matcher(message);
        if (!matcher.find()) {
          return Optional.empty();
        }
        return Optional.of(matcher.groupCount() == 0 ? said : said.replace("%s", matcher.group(1)));
      }
    }

    private static final String CHARACTER = "Unexpected character \\('(.+?)' \\(code";

    private static final List<Sentence> SENTENCES =
        List.of(
            Sentence.of(
                CHARACTER + ".*double-quote to start field name",
                "a key in double quotes has to stand here, but '%s' does"),
            Sentence.of(CHARACTER + ".*colon to separate", "a ':' is missing before '%s'"),
            Sentence.of(CHARACTER + ".*comma to separate", "a ',' is missing before '%s'"),
            Sentence.of("\\(non-standard\\) comment", "JSON has no comments"),
            Sentence.of(CHARACTER + ".*in numeric value", "'%s' can't stand in a number like this"),
            Sentence.of("in numeric value", "a number breaks off"),
            Sentence.of("Leading zeroes", "a number can't begin with a 0 before other digits"),
            Sentence.of("character escape sequence", "'\\u' needs four hexadecimal digits"),
            Sentence.of(CHARACTER, "a value has to stand here, but '%s' does"),
            Sentence.of(
                "Unrecognized token '(.*?)'",
                "'%s' is no JSON value; texts stand in double quotes"),
            Sentence.of(
                "Illegal unquoted character",
                "a line end, tab or other control character stands in a text; write \\n, \\t or"
                    + " \\u0000"),
            Sentence.of("Unrecognized character escape '(.+?)'", "'\\%s' means nothing in a text"),
            Sentence.of("Unexpected close marker '(.)'", "this '%s' closes nothing"));

    private Problem() {}

    static String of(JsonProcessingException broken) {
      String message = String.valueOf(broken.getOriginalMessage());
      return switch (broken) {
        case StreamConstraintsException _ -> limit(message);
        case JsonEOFException _ -> "the text ends too early";
        default -> sentence(message);
      };
    }

    private static String sentence(String message) {
      for (Sentence sentence : SENTENCES) { // a file may have very many mistakes
        Optional<String> said = sentence.insteadOf(message);
        if (said.isPresent()) {
          return said.get();
        }
      }
      return "this is not JSON";
    }

    private static String limit(String message) {
      if (message.contains("nesting depth")) {
        return "it is nested deeper than 256 levels";
      }
      return message.contains("Number")
          ? "a number has more than 1,000 digits"
          : "a text is too long";
    }
  }
}
