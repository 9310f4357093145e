package io.promptflow4j.evaluators.evaluation;

import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.metric.Score;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What an evaluator said of one row by one of its outputs.
///
/// @param reason what it said about it (its output `NAME_reason`, or the only such output); may be
///   empty
public record ScoredOutput(Score score, String reason) {

  private static final String REASON = "_reason";

  /// The scores in the outputs of one row, by output.
  ///
  /// A null is not scored, for the reason that stands beside it. True is 1 and false is 0, a label
  /// is 1 if it passes. Outputs of which nothing is declared are left out where they are neither
  /// number nor truth value nor null.
  public static SequencedMap<String, ScoredOutput> of(Evaluator evaluator, Value.Mapping outputs) {
    var scores = new LinkedHashMap<String, ScoredOutput>();
    for (EvaluatorOutput output : evaluator.scores()) {
      Value value = outputs.get(output.name());
      if (output.kind() != EvaluatorOutput.Kind.UNKNOWN || mayBeScore(value)) {
        String reason = reason(evaluator, output, outputs);
        scores.put(output.name(), new ScoredOutput(score(output, value, reason), reason));
      }
    }
    return scores;
  }

  private static boolean mayBeScore(@Nullable Value value) {
    return value instanceof Value.Whole
        || value instanceof Value.Decimal
        || value instanceof Value.Bool
        || value instanceof Value.Null;
  }

  /// Its own reason; without one, the reason of all outputs together, if there is but one.
  private static String reason(Evaluator evaluator, EvaluatorOutput output, Value.Mapping outputs) {
    String own = output.name() + REASON;
    if (outputs.get(own) instanceof Value.Text(var text)) {
      return text;
    }
    List<String> reasons =
        evaluator.outputs().stream()
            .map(EvaluatorOutput::name)
            .filter(name -> name.endsWith(REASON))
            .toList();
    return reasons.size() == 1 && outputs.get(reasons.getFirst()) instanceof Value.Text(var text)
        ? text
        : "";
  }

  private static Score score(EvaluatorOutput output, @Nullable Value value, String reason) {
    return switch (value) {
      case null -> Score.notScored("there is no output '%s'".formatted(output.name()));
      case Value.Null _ -> Score.notScored(reason.isEmpty() ? "no reason was given" : reason);
      case Value.Whole(var number) -> number(output, number.doubleValue());
      case Value.Decimal(var number) -> number(output, number);
      case Value.Bool truth -> Score.of(truth.isTrue());
      case Value.Text(var text) when output.kind() == EvaluatorOutput.Kind.LABEL ->
          label(output, text.strip());
      case Value.Text _, Value.Sequence _, Value.Mapping _, Value.Image _ ->
          Score.notScored("'%s' is no score".formatted(output.name()));
    };
  }

  private static Score number(EvaluatorOutput output, double number) {
    if (!Double.isFinite(number)) {
      return Score.notScored("'%s' is not a finite number".formatted(output.name()));
    }
    boolean outside =
        output.min().filter(min -> number < min).isPresent()
            || output.max().filter(max -> number > max).isPresent();
    return outside
        ? Score.notScored("'%s' is %s, which is not on its scale".formatted(output.name(), number))
        : Score.of(number);
  }

  private static Score label(EvaluatorOutput output, String text) {
    return output.labels().isEmpty() || output.labels().contains(text)
        ? Score.of(output.passing().contains(text))
        : Score.notScored("'%s' is none of %s".formatted(text, String.join(", ", output.labels())));
  }
}
