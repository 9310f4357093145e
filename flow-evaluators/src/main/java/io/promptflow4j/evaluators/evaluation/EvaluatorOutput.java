package io.promptflow4j.evaluators.evaluation;

import java.util.List;
import java.util.Optional;

/// An output of an evaluator, and what its values mean.
///
/// @param min the lowest value there can be
/// @param max the highest
/// @param whole whether only whole values are possible, so that they are levels in an order
/// @param passFrom the value that is good enough: the least of `HIGHER`, the most of `LOWER`
/// @param labels all labels there are; only for a label
/// @param passing the labels that are good enough; only for a label
public record EvaluatorOutput(
    String name,
    String description,
    Kind kind,
    Optional<Double> min,
    Optional<Double> max,
    boolean whole,
    Direction direction,
    Optional<Double> passFrom,
    List<String> labels,
    List<String> passing) {

  public EvaluatorOutput {
    labels = List.copyOf(labels);
    passing = List.copyOf(passing);
  }

  /// What its values are.
  public enum Kind {
    NUMBER,
    /// True or false, also as 1 or 0.
    PASS,
    /// One of few words.
    LABEL,
    /// Words for people, such as a reason.
    TEXT,
    /// Nothing is declared: a number or a truth value is a score, anything else is not.
    UNKNOWN
  }

  /// Which way is better.
  public enum Direction {
    HIGHER,
    LOWER,
    NONE
  }

  /// An output of which nothing but its name is known.
  public static EvaluatorOutput undeclared(String name, String description) {
    return new EvaluatorOutput(
        name,
        description,
        Kind.UNKNOWN,
        Optional.empty(),
        Optional.empty(),
        false,
        Direction.NONE,
        Optional.empty(),
        List.of(),
        List.of());
  }

  /// Whether its values can be compared as numbers; a label's are 1 where it passes, else 0.
  public boolean isScore() {
    return switch (kind) {
      case NUMBER, PASS, UNKNOWN -> true;
      case LABEL -> !passing.isEmpty();
      case TEXT -> false;
    };
  }
}
