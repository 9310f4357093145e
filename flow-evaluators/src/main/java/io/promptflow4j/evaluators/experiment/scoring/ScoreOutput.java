package io.promptflow4j.evaluators.experiment.scoring;

import io.promptflow4j.evaluators.comparison.Comparison.Metric;
import io.promptflow4j.evaluators.comparison.Comparison.Metric.Direction;
import io.promptflow4j.evaluators.comparison.Comparison.Metric.Kind;
import io.promptflow4j.evaluators.evaluation.Evaluator;
import io.promptflow4j.evaluators.evaluation.EvaluatorOutput;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

  private static final String REASON = "_reason";

  /// More levels than these are taken for a continuous scale.
  private static final int MOST_LEVELS = 11;

  /// One that nothing is said about.
  static ScoreOutput undeclared(String output, Optional<String> reason, String description) {
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

  /// The scores of an evaluator.
  static List<ScoreOutput> of(Evaluator evaluator) {
    var names = new HashSet<String>();
    evaluator.outputs().forEach(output -> names.add(output.name()));
    return evaluator.scores().stream()
        .filter(output -> !isReason(output.name(), names))
        .map(output -> of(output, names))
        .toList();
  }

  /// Whether it explains an output that is among `names`.
  static boolean isReason(String name, Set<String> names) {
    return name.endsWith(REASON)
        && names.contains(name.substring(0, name.length() - REASON.length()));
  }

  static Optional<String> reasonOf(String name, Set<String> names) {
    return Optional.of(name + REASON).filter(names::contains);
  }

  private static ScoreOutput of(EvaluatorOutput output, Set<String> names) {
    Optional<String> reason = reasonOf(output.name(), names);
    if (output.kind() == EvaluatorOutput.Kind.UNKNOWN) {
      return undeclared(output.name(), reason, output.description());
    }
    boolean binary = output.kind() != EvaluatorOutput.Kind.NUMBER;
    return new ScoreOutput(
        output.name(),
        reason,
        output.name(),
        output.description(),
        Optional.of(binary ? Kind.BINARY : kind(output)),
        Optional.of(direction(output, binary)),
        binary ? Optional.of(0.0) : output.min(),
        binary ? Optional.of(1.0) : output.max(),
        true);
  }

  private static Kind kind(EvaluatorOutput output) {
    boolean few =
        output.min().isPresent()
            && output.max().isPresent()
            && output.max().get() - output.min().get() < MOST_LEVELS;
    if (!output.whole() || !few) {
      return Kind.CONTINUOUS;
    }
    return output.min().get() == 0 && output.max().get() == 1 ? Kind.BINARY : Kind.ORDINAL;
  }

  /// To pass is better, unless the evaluator says otherwise.
  private static Direction direction(EvaluatorOutput output, boolean binary) {
    return switch (output.direction()) {
      case HIGHER -> Direction.HIGHER;
      case LOWER -> Direction.LOWER;
      case NONE -> binary ? Direction.HIGHER : Direction.NONE;
    };
  }

  ScoreOutput called(String other) {
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
