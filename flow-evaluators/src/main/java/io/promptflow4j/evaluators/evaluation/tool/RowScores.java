package io.promptflow4j.evaluators.evaluation.tool;

import io.promptflow4j.core.tool.ToolContext;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The values of the rows that an aggregation sees, those not scored counted and left out.
///
/// @param <T> what a scored row has: a number or a label
record RowScores<T>(List<T> scored, long notScored) {

  RowScores {
    scored = List.copyOf(scored);
  }

  /// Numbers and truth values (1 or 0), alone or as `score` of a mapping. Anything else, infinities
  /// and NaN are not scored.
  static RowScores<Double> numbers(List<Value> rows) {
    var found = new ArrayList<Double>();
    rows.forEach(row -> number(row).ifPresent(found::add));
    return new RowScores<>(found, rows.size() - found.size());
  }

  static Optional<Double> number(Value row) {
    return switch (row) {
      case Value.Whole(var number) -> Optional.of(number.doubleValue()).filter(Double::isFinite);
      case Value.Decimal(var number) -> Optional.of(number).filter(Double::isFinite);
      case Value.Bool truth -> Optional.of(truth.isTrue() ? 1.0 : 0.0);
      case Value.Mapping mapping -> inside(mapping, "score").flatMap(RowScores::number);
      case Value.Text _, Value.Null _, Value.Sequence _, Value.Image _ -> Optional.empty();
    };
  }

  /// Texts, numbers and truth values, alone or as `label` or `score` of a mapping.
  static RowScores<Value> labels(List<Value> rows) {
    var found = new ArrayList<Value>();
    rows.forEach(row -> label(row).ifPresent(found::add));
    return new RowScores<>(found, rows.size() - found.size());
  }

  static Optional<Value> label(Value row) {
    return switch (row) {
      case Value.Mapping mapping ->
          inside(mapping, "label").or(() -> inside(mapping, "score")).flatMap(RowScores::label);
      case Value.Decimal(var number) when !Double.isFinite(number) -> Optional.empty();
      case Value.Text _, Value.Whole _, Value.Decimal _, Value.Bool _ -> Optional.of(row);
      case Value.Null _, Value.Sequence _, Value.Image _ -> Optional.empty();
    };
  }

  private static Optional<Value> inside(Value.Mapping mapping, String key) {
    return Optional.ofNullable(mapping.get(key)).filter(value -> !(value instanceof Value.Mapping));
  }

  /// Logs how many rows were scored and how many were not.
  void logCounts(String name, ToolContext context) {
    context.metric(name + ".scored", Value.of(scored.size()));
    context.metric(name + ".not_scored", Value.of(notScored));
  }
}
