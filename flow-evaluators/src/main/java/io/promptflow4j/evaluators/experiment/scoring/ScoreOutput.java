package io.promptflow4j.evaluators.experiment.scoring;

import io.promptflow4j.evaluators.comparison.Comparison.Metric;
import io.promptflow4j.evaluators.comparison.Comparison.Metric.Direction;
import io.promptflow4j.evaluators.comparison.Comparison.Metric.Kind;
import java.util.Optional;

/// An output of an evaluator that is a score.
///
/// @param output its name in the evaluator
/// @param reason the output that explains it
/// @param metric what it is called in the comparison
/// @param declared whether the evaluator says that it is a score; if not, what it gives decides
public record ScoreOutput(
    String output,
    Optional<String> reason,
    String metric,
    String description,
    Optional<Kind> kind,
    Optional<Direction> direction,
    Optional<Double> min,
    Optional<Double> max,
    boolean declared) {

  /// One that nothing is said about.
  public static ScoreOutput undeclared(String output, Optional<String> reason, String description) {
    return new ScoreOutput(
        output,
        reason,
        output,
        description,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  public ScoreOutput called(String other) {
    return new ScoreOutput(output, reason, other, description, kind, direction, min, max, declared);
  }

  /// The metric, where what is not declared is taken from the values that were found.
  public Metric metric(
      String evaluator, Observed values, Optional<Direction> wished, double margin) {
    Kind found = kind.orElseGet(values::kind);
    boolean binary = found == Kind.BINARY;
    return new Metric(
        metric,
        evaluator,
        description,
        found,
        wished.or(() -> direction).orElse(binary ? Direction.HIGHER : Direction.NONE),
        min.or(() -> binary ? Optional.of(0.0) : Optional.empty()),
        max.or(() -> binary ? Optional.of(1.0) : Optional.empty()),
        margin);
  }
}
