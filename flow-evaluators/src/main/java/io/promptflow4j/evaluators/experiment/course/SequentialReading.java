package io.promptflow4j.evaluators.experiment.course;

import io.promptflow4j.evaluators.comparison.ComparedRow;
import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Difference;
import io.promptflow4j.evaluators.comparison.Comparison.Metric;
import io.promptflow4j.evaluators.comparison.Comparison.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where an experiment that may stop stands, for all variants and metrics.
///
/// @param baseline what all others are compared with
/// @param pairs each variant in each metric
public record SequentialReading(String baseline, List<SequentialPair> pairs) {

  private static final String WHY =
      "the rows were looked at while they came in, which other tests do not allow";

  public SequentialReading {
    pairs = List.copyOf(pairs);
  }

  /// Looks at all rows in their order.
  public static SequentialReading of(
      String baseline,
      List<String> variants,
      List<Metric> metrics,
      List<ComparedRow> rows,
      List<Long> order,
      Comparison.Settings settings) {
    var byLine = new HashMap<Long, ComparedRow>();
    rows.forEach(row -> byLine.put(row.line(), row));
    int count = metrics.size() * (variants.size() - 1);
    var pairs = new ArrayList<SequentialPair>();
    for (String variant : variants) {
      if (!variant.equals(baseline)) {
        for (Metric metric : metrics) {
          pairs.add(SequentialPair.of(baseline, variant, metric, byLine, order, settings, count));
        }
      }
    }
    return new SequentialReading(baseline, pairs);
  }

  /// Whether further rows can say no more.
  public boolean isDecided() {
    List<SequentialPair> awaited = pairs.stream().filter(SequentialPair::isAwaited).toList();
    List<SequentialPair> all = awaited.isEmpty() ? pairs : awaited;
    return !all.isEmpty() && all.stream().allMatch(SequentialPair::isDecided);
  }

  /// Where the intervals stand after some rows.
  public List<Comparison.Step> steps(long rows) {
    return pairs.stream()
        .flatMap(pair ->
            pair.estimate().stream()
                .map(found ->
                    new Comparison.Step(rows, pair.variant(), pair.metric().name(), found)))
        .toList();
  }

  /// The differences with what holds at whatever row one stops, in place of what holds for a number
  /// of rows that was fixed before.
  public List<Difference> on(List<Difference> fixed) {
    return fixed.stream()
        .map(one -> find(one).map(pair -> replaced(one, pair)).orElse(one))
        .toList();
  }

  private Optional<SequentialPair> find(Difference one) {
    return pairs.stream()
        .filter(pair ->
            pair.variant().equals(one.variant()) && pair.metric().name().equals(one.metric()))
        .findFirst();
  }

  private Difference replaced(Difference one, SequentialPair pair) {
    Verdict verdict = pair.verdict();
    return with(one, pair.estimate(), pair.test(), WHY, verdict, words(one, pair, verdict));
  }

  private static Difference with(
      Difference one,
      Optional<Comparison.Estimate> estimate,
      String test,
      String why,
      Verdict verdict,
      String words) {
    return new Difference(
        one.variant(),
        one.metric(),
        one.rows(),
        estimate,
        test,
        why,
        Optional.empty(),
        Optional.empty(),
        one.effect(),
        one.wins(),
        one.ties(),
        one.losses(),
        verdict,
        words,
        Optional.empty(),
        Optional.empty());
  }

  private String words(Difference one, SequentialPair pair, Verdict verdict) {
    String seen =
        pair.estimate()
            .map(found ->
                String.format(
                    Locale.ROOT,
                    "%+.3g (%+.3g to %+.3g)",
                    found.value(),
                    found.low(),
                    found.high()))
            .orElse(
                one.wins() + one.losses() == 0
                    ? "they are alike in every row"
                    : "there are too few to say where the difference lies");
    return switch (verdict) {
      case BETTER, WORSE, DIFFERENT ->
          "%s: %s is %s than %s: %s, decided after %d rows."
              .formatted(
                  one.metric(),
                  one.variant(),
                  verdict == Verdict.DIFFERENT ? "other" : verdict.label(),
                  baseline,
                  seen,
                  one.rows());
      case EQUIVALENT ->
          "%s: %s and %s are equivalent: %s, and a difference of %s was ruled out after %d rows."
              .formatted(
                  one.metric(),
                  one.variant(),
                  baseline,
                  seen,
                  String.format(Locale.ROOT, "%.3g", pair.margin()),
                  one.rows());
      case TOO_FEW_ROWS, NOT_COMPARABLE ->
          "%s: %d rows can't tell %s and %s apart: %s."
              .formatted(one.metric(), one.rows(), one.variant(), baseline, seen);
    };
  }
}
