package io.promptflow4j.evaluators.experiment.course;

import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Metric;
import io.promptflow4j.evaluators.comparison.decide.ScoreSheet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// What is looked at while rows come in.
///
/// @param baseline what all others are compared with
/// @param order the lines that have been run, in the order in which they count
public record SequentialDesign(
    String baseline,
    List<String> variants,
    List<Metric> metrics,
    List<Long> order,
    Comparison.Settings settings) {

  public SequentialDesign {
    variants = List.copyOf(variants);
    metrics = List.copyOf(metrics);
    order = List.copyOf(order);
  }

  /// Looks at all rows that have scores, in their order.
  public SequentialReading read(ScoreSheet scores) {
    int count = metrics.size() * (variants.size() - 1);
    var pairs = new ArrayList<SequentialPair>();
    for (String variant : variants) {
      if (!variant.equals(baseline)) {
        for (Metric metric : metrics) {
          pairs.add(
              SequentialPair.of(
                  variant,
                  SequentialRule.of(metric, settings, count),
                  differences(variant, metric.name(), scores)));
        }
      }
    }
    return new SequentialReading(this, pairs);
  }

  private List<OptionalDouble> differences(String variant, String metric, ScoreSheet scores) {
    Map<Long, Double> first = scores.byRow(baseline, metric);
    Map<Long, Double> second = scores.byRow(variant, metric);
    return order.stream()
        .map(line ->
            first.containsKey(line) && second.containsKey(line)
                ? OptionalDouble.of(second.getOrDefault(line, 0.0) - first.getOrDefault(line, 0.0))
                : OptionalDouble.empty())
        .toList();
  }
}
