package io.promptflow4j.evaluators.comparison.decide;

import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Gap;
import io.promptflow4j.evaluators.comparison.Comparison.Metric;
import io.promptflow4j.evaluators.comparison.Comparison.Slice;
import io.promptflow4j.evaluators.comparison.Comparison.Slicing;
import io.promptflow4j.evaluators.statistics.Estimate;
import io.promptflow4j.evaluators.statistics.Figure;
import io.promptflow4j.evaluators.statistics.independent.WelchDifference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hipparchus.stat.StatUtils;

/// Compares within groups of rows, and finds the groups that a variant serves worst.
final class Slices {

  private final List<String> variants;
  private final List<Metric> metrics;
  private final Comparison.Settings settings;

  Slices(List<String> variants, List<Metric> metrics, Comparison.Settings settings) {
    this.variants = variants;
    this.metrics = metrics;
    this.settings = settings;
  }

  /// How the rows of one group are compared.
  @FunctionalInterface
  interface Compare {
    List<Comparison.Difference> differences(ScoreSheet scores);
  }

  /// @param groups the value of the column, by line
  Slicing of(String column, Map<Long, String> groups, ScoreSheet scores, Compare compare) {
    var lines = new LinkedHashMap<String, Set<Long>>();
    groups.forEach((line, group) -> lines.computeIfAbsent(group, _ -> new HashSet<>()).add(line));
    var sheets = new LinkedHashMap<String, ScoreSheet>();
    lines.forEach((group, members) -> sheets.put(group, scores.where(members::contains)));
    var summaries = new Summaries(settings.confidence());
    var slices = new ArrayList<Slice>();
    sheets.forEach((group, sheet) ->
        slices.add(
            new Slice(
                group,
                lines.getOrDefault(group, Set.of()).size(),
                summaries(summaries, sheet),
                compare.differences(sheet))));
    return new Slicing(column, slices, gaps(sheets));
  }

  private List<Comparison.Summary> summaries(Summaries summaries, ScoreSheet sheet) {
    var found = new ArrayList<Comparison.Summary>();
    for (String variant : variants) {
      metrics.forEach(metric -> found.add(summaries.of(sheet, variant, metric)));
    }
    return found;
  }

  private List<Gap> gaps(Map<String, ScoreSheet> sheets) {
    var gaps = new ArrayList<Gap>();
    for (String variant : variants) {
      for (Metric metric : metrics) {
        gap(variant, metric, sheets).ifPresent(gaps::add);
      }
    }
    return gaps;
  }

  private Optional<Gap> gap(String variant, Metric metric, Map<String, ScoreSheet> sheets) {
    var values = new HashMap<String, double[]>();
    sheets.forEach((group, sheet) -> {
      double[] found =
          sheet.column(variant, metric.name()).byRow().values().stream()
              .mapToDouble(Double::doubleValue)
              .toArray();
      if (found.length >= 2) {
        values.put(group, found);
      }
    });
    if (values.size() < 2) {
      return Optional.empty();
    }
    String high = extreme(values, 1);
    String low = extreme(values, -1);
    boolean lowIsBest = metric.direction() == Metric.Direction.LOWER;
    // The pair was picked because it lies furthest apart: each pair there is counts as a test.
    int pairs = values.size() * (values.size() - 1) / 2;
    double level = 1 - (1 - settings.confidence()) / pairs;
    Figure<Estimate> figure =
        WelchDifference.interval(
            values.getOrDefault(low, new double[0]),
            values.getOrDefault(high, new double[0]),
            level);
    return Summaries.estimate(figure, "Welch's t interval, for %d pairs of groups".formatted(pairs))
        .map(found ->
            new Gap(
                variant,
                metric.name(),
                lowIsBest ? low : high,
                lowIsBest ? high : low,
                found,
                found.low() > Math.max(0, metric.margin()),
                words(variant, metric, high, low, found)));
  }

  private static String extreme(Map<String, double[]> values, int sign) {
    return values.entrySet().stream()
        .max((a, b) -> sign * Double.compare(mean(a.getValue()), mean(b.getValue())))
        .orElseThrow()
        .getKey();
  }

  private static double mean(double[] values) {
    return StatUtils.mean(values);
  }

  private static String words(
      String variant, Metric metric, String high, String low, Comparison.Estimate found) {
    return "%s: %s of '%s' is %.3g above that of '%s' (%.3g to %.3g)."
        .formatted(variant, metric.name(), high, found.value(), low, found.low(), found.high());
  }
}
