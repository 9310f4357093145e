package io.promptflow4j.evaluators.metric.text;

import java.util.List;
import java.util.regex.Pattern;

/// One rewriting step of a tokenizer that works by putting spaces where tokens end.
record Rewrite(Pattern pattern, String replacement) {

  /// A step whose pattern has Unicode classes and whose `$` knows only `\n`, as Python's.
  static Rewrite of(String pattern, String replacement) {
    return new Rewrite(
        Pattern.compile(pattern, Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNIX_LINES),
        replacement);
  }

  /// A step that puts spaces around each match.
  static Rewrite apart(String pattern) {
    return of(pattern, " $0 ");
  }

  static String all(List<Rewrite> steps, String text) {
    String rewritten = text;
    for (Rewrite step : steps) {
      rewritten = step.pattern().matcher(rewritten).replaceAll(step.replacement());
    }
    return rewritten;
  }
}
