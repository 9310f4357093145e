package io.promptflow4j.evaluators.comparison.decide;

import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Bin;
import io.promptflow4j.evaluators.comparison.Comparison.Metric;
import io.promptflow4j.evaluators.comparison.Comparison.Summary;
import io.promptflow4j.evaluators.statistics.Estimate;
import io.promptflow4j.evaluators.statistics.Figure;
import io.promptflow4j.evaluators.statistics.describe.Bootstrap;
import io.promptflow4j.evaluators.statistics.describe.MeanInterval;
import io.promptflow4j.evaluators.statistics.describe.ProportionInterval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.hipparchus.stat.StatUtils;

/// Says what one metric of one variant looks like: mean, interval, histogram.
final class Summaries {

  private static final int BINS = 12;
  private static final int MOST_LEVELS = 12;
  private static final int MOST_FOR_BOOTSTRAP = 2_000;

  private final double confidence;

  Summaries(double confidence) {
    this.confidence = confidence;
  }

  Summary of(ScoreSheet scores, String variant, Metric metric) {
    ScoreSheet.Column column = scores.column(variant, metric.name());
    double[] values = column.byRow().values().stream().mapToDouble(Double::doubleValue).toArray();
    return new Summary(
        variant,
        metric.name(),
        values.length,
        column.missing(),
        mean(metric, values),
        values.length < 2 ? Optional.empty() : Optional.of(Math.sqrt(StatUtils.variance(values))),
        histogram(metric, values));
  }

  private Optional<Comparison.Estimate> mean(Metric metric, double[] values) {
    if (values.length == 0) {
      return Optional.empty();
    }
    if (metric.kind() == Metric.Kind.BINARY && isZeroOrOne(values)) {
      int successes = (int) Arrays.stream(values).sum();
      return estimate(
          ProportionInterval.wilson(successes, values.length, confidence), "Wilson score interval");
    }
    Optional<Comparison.Estimate> bootstrapped =
        values.length > MOST_FOR_BOOTSTRAP
            ? Optional.empty()
            : estimate(Bootstrap.standard().mean(values, confidence), "BCa bootstrap interval");
    return bootstrapped
        .or(() -> estimate(MeanInterval.student(values, confidence), "t interval"))
        .or(() -> {
          double mean = StatUtils.mean(values);
          return Optional.of(new Comparison.Estimate(mean, mean, mean, "no interval: no spread"));
        });
  }

  static boolean isZeroOrOne(double[] values) {
    return Arrays.stream(values).allMatch(value -> value == 0 || value == 1);
  }

  static Optional<Comparison.Estimate> estimate(Figure<Estimate> figure, String method) {
    return switch (figure) {
      case Figure.Known<Estimate>(Estimate found) ->
          Optional.of(
              new Comparison.Estimate(
                  found.value(), found.interval().low(), found.interval().high(), method));
      case Figure.Unknown<Estimate> _ -> Optional.empty();
    };
  }

  /// A bin for each value if they are few, else bins of equal width over the metric's scale.
  private static List<Bin> histogram(Metric metric, double[] values) {
    var counts = new TreeMap<Double, Long>();
    for (double value : values) {
      counts.merge(value, 1L, Long::sum);
    }
    if (counts.size() <= MOST_LEVELS) {
      var bins = new ArrayList<Bin>();
      counts.forEach((value, count) -> bins.add(new Bin(value, value, count)));
      return bins;
    }
    double low = Math.min(metric.min().orElse(counts.firstKey()), counts.firstKey());
    double high = Math.max(metric.max().orElse(counts.lastKey()), counts.lastKey());
    long[] binned = new long[BINS];
    for (double value : values) {
      binned[(int) Math.min(BINS - 1, (value - low) / (high - low) * BINS)]++;
    }
    var bins = new ArrayList<Bin>();
    double width = (high - low) / BINS;
    for (int i = 0; i < BINS; i++) {
      bins.add(new Bin(low + i * width, low + (i + 1) * width, binned[i]));
    }
    return bins;
  }
}
