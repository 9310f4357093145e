package io.promptflow4j.evaluators.experiment.scoring;

import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.comparison.ComparedRow.RowScore;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads scores out of what evaluators put out.
public final class Scores {

  private static final Set<String> YES = Set.of("correct", "true", "yes", "pass", "passed");
  private static final Set<String> NO =
      Set.of("incorrect", "wrong", "false", "no", "fail", "failed");

  private Scores() {}

  /// The score of a row.
  public static RowScore of(ScoreOutput score, Value.Mapping outputs) {
    Value value = outputs.get(score.output());
    String reason = score.reason().map(name -> text(outputs.get(name))).orElse("");
    Optional<Double> number = number(value);
    if (number.isPresent()) {
      return new RowScore.Scored(number.get(), reason);
    }
    return new RowScore.NotScored(reason.isBlank() ? why(value) : reason);
  }

  private static String text(@Nullable Value value) {
    return value == null || value == Value.Null.NULL ? "" : PythonText.str(value);
  }

  private static String why(@Nullable Value value) {
    return value == null || value == Value.Null.NULL
        ? "the evaluator gave no score"
        : "'%s' is no score".formatted(PythonText.str(value));
  }

  private static Optional<Double> number(@Nullable Value value) {
    return switch (value) {
      case null -> Optional.empty();
      case Value.Whole whole -> Optional.of(whole.number().doubleValue());
      case Value.Decimal(double number) ->
          Double.isFinite(number) ? Optional.of(number) : Optional.empty();
      case Value.Bool truth -> Optional.of(truth.isTrue() ? 1.0 : 0.0);
      case Value.Text(String text) -> number(text.strip().toLowerCase(Locale.ROOT));
      case Value.Null _, Value.Sequence _, Value.Mapping _, Value.Image _ -> Optional.empty();
    };
  }

  private static Optional<Double> number(String text) {
    if (YES.contains(text)) {
      return Optional.of(1.0);
    }
    if (NO.contains(text)) {
      return Optional.of(0.0);
    }
    return text.matches("[+-]?\\d{1,15}(\\.\\d{1,15})?")
        ? Optional.of(Double.valueOf(text))
        : Optional.empty();
  }
}
