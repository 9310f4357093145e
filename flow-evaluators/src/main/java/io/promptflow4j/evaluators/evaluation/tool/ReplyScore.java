package io.promptflow4j.evaluators.evaluation.tool;

import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.metric.Score;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The scale of a judge, and the score on it that a reply states.
///
/// A reply is JSON with the score under a key, or prose that states one: `Score: 4`, `4/5`, `4 out
/// of 5`, or a number alone. The last statement counts, because a judge that reasons decides at the
/// end.
record ReplyScore(double min, double max, boolean whole, String key) {

  private static final String NUMBER = "(?<number>[-−]?\\d{1,9}(?:\\.\\d{1,9})?)";

  private static final Pattern STATED =
      Pattern.compile(
          "(?i)\\b(?:score|rating|grade|stars?|result)\\b[\\s*_`#:=\"'(\\[-]{0,12}(?:is\\s{1,3}|of\\s{1,3})?"
              + "[\\s*_`\"'(\\[]{0,8}"
              + NUMBER
              + "(?![\\d.]*\\d)(?:\\s{0,3}(?:/|out of)\\s{0,3}(?<of>\\d{1,9}))?");

  private static final Pattern SHARE =
      Pattern.compile("(?i)" + NUMBER + "\\s{0,3}(?:/|out of)\\s{0,3}(?<of>\\d{1,9})");

  private static final Pattern ALONE =
      Pattern.compile("(?i)[\\s*_`\"'(\\[]*" + NUMBER + "(?:\\s*stars?)?[\\s*_`\"'.)\\]]*");

  Score of(JudgeTools.Judgement judgement) {
    Optional<Value> field = judgement.field(key);
    if (field.isPresent()) {
      return ofField(field.get());
    }
    if (judgement.object().isPresent()) {
      return Score.notScored("the judge's reply has no '%s'".formatted(key));
    }
    return stated(judgement.text())
        .map(this::within)
        .orElseGet(() ->
            Score.notScored(
                "the judge's reply states no score from %s: '%s'"
                    .formatted(scale(), JudgeTools.Judgement.shortened(judgement.text(), 200))));
  }

  private Score ofField(Value value) {
    return switch (value) {
      case Value.Whole(var number) -> within(number.doubleValue());
      case Value.Decimal(var number) -> within(number);
      case Value.Text(var text) ->
          stated(text)
              .map(this::within)
              .orElseGet(() -> Score.notScored("'%s' is no score".formatted(shown(text))));
      case Value.Null _ -> Score.notScored("the judge gave null for '%s'".formatted(key));
      case Value.Bool _, Value.Sequence _, Value.Mapping _, Value.Image _ ->
          Score.notScored("'%s' of the judge's reply is not a number".formatted(key));
    };
  }

  private static String shown(String text) {
    return JudgeTools.Judgement.shortened(text, 60);
  }

  private Optional<Double> stated(String text) {
    Matcher alone = ALONE.matcher(text);
    if (alone.matches()) {
      return Optional.of(number(alone));
    }
    return last(STATED, text).or(() -> last(SHARE, text));
  }

  /// The last match whose `/ 5` is the top of the scale, if it has one.
  private Optional<Double> last(Pattern pattern, String text) {
    Optional<Double> found = Optional.empty();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      String of = matcher.group("of");
      if (of == null || Double.parseDouble(of) == max) {
        found = Optional.of(number(matcher));
      }
    }
    return found;
  }

  private static double number(Matcher matcher) {
    return Double.parseDouble(matcher.group("number").replace('−', '-'));
  }

  private Score within(double number) {
    if (!Double.isFinite(number) || number < min || number > max) {
      return Score.notScored(
          "the judge gave %s, which is not from %s".formatted(plain(number), scale()));
    }
    if (whole && number != Math.rint(number)) {
      return Score.notScored(
          "the judge gave %s, but only whole scores are on the scale".formatted(plain(number)));
    }
    return Score.of(number);
  }

  private String scale() {
    return "%s to %s".formatted(plain(min), plain(max));
  }

  private static String plain(double number) {
    return Double.isFinite(number)
        ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
        : String.valueOf(number);
  }
}
