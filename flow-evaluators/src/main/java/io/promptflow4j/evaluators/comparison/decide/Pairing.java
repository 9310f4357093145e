package io.promptflow4j.evaluators.comparison.decide;

import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Effect;
import io.promptflow4j.evaluators.comparison.Comparison.Metric;
import io.promptflow4j.evaluators.statistics.Estimate;
import io.promptflow4j.evaluators.statistics.Figure;
import io.promptflow4j.evaluators.statistics.choice.DataKind;
import io.promptflow4j.evaluators.statistics.choice.TestChoice;
import io.promptflow4j.evaluators.statistics.decision.Equivalence;
import io.promptflow4j.evaluators.statistics.describe.Bootstrap;
import io.promptflow4j.evaluators.statistics.paired.BinaryPairs;
import io.promptflow4j.evaluators.statistics.paired.EffectSize;
import io.promptflow4j.evaluators.statistics.paired.MeanDifference;
import io.promptflow4j.evaluators.statistics.paired.PairedSample;
import io.promptflow4j.evaluators.statistics.paired.ProportionDifference;
import io.promptflow4j.evaluators.statistics.paired.WinTieLoss;
import java.util.NavigableMap;
import java.util.Optional;
import org.hipparchus.stat.StatUtils;

/// One variant against the baseline in one metric, on the rows where both are scored: all figures
/// that need no knowledge of other metrics.
///
/// @param choice the test; empty without rows
/// @param equivalent whether a difference as large as the metric's margin can be ruled out
record Pairing(
    String variant,
    Metric metric,
    PairedSample sample,
    Optional<TestChoice> choice,
    Optional<Comparison.Estimate> difference,
    boolean equivalent,
    Optional<Effect> effect,
    WinTieLoss tally) {

  private static final int MOST_FOR_BOOTSTRAP = 2_000;

  static Pairing of(
      ScoreSheet scores,
      String baseline,
      String variant,
      Metric metric,
      Comparison.Settings settings) {
    PairedSample sample =
        paired(
            scores.column(baseline, metric.name()).byRow(),
            scores.column(variant, metric.name()).byRow());
    if (sample.size() == 0) {
      return new Pairing(
          variant,
          metric,
          sample,
          Optional.empty(),
          Optional.empty(),
          false,
          Optional.empty(),
          new WinTieLoss(0, 0, 0));
    }
    DataKind kind = kind(metric, sample);
    return new Pairing(
        variant,
        metric,
        sample,
        Optional.of(TestChoice.of(sample, kind)),
        difference(sample, kind, settings.confidence()),
        isEquivalent(sample, kind, metric, settings.alpha()),
        effect(sample, kind, settings.confidence()),
        WinTieLoss.of(sample));
  }

  private static PairedSample paired(
      NavigableMap<Long, Double> baseline, NavigableMap<Long, Double> candidate) {
    long[] common =
        baseline.keySet().stream()
            .filter(candidate::containsKey)
            .mapToLong(Long::longValue)
            .toArray();
    double[] first = new double[common.length];
    double[] second = new double[common.length];
    for (int i = 0; i < common.length; i++) {
      first[i] = baseline.getOrDefault(common[i], 0.0);
      second[i] = candidate.getOrDefault(common[i], 0.0);
    }
    return PairedSample.of(first, second);
  }

  /// The declared kind, unless repeats have made grades into means.
  private static DataKind kind(Metric metric, PairedSample sample) {
    return switch (metric.kind()) {
      case BINARY -> sample.asBinary().isPresent() ? DataKind.BINARY : DataKind.CONTINUOUS;
      case ORDINAL -> DataKind.ORDINAL;
      case CONTINUOUS -> DataKind.CONTINUOUS;
    };
  }

  Optional<BinaryPairs> binary() {
    return choice.isPresent() && choice.get().kind() == DataKind.BINARY
        ? sample.asBinary()
        : Optional.empty();
  }

  private static Optional<Comparison.Estimate> difference(
      PairedSample sample, DataKind kind, double confidence) {
    if (kind == DataKind.BINARY) {
      return Summaries.estimate(
          ProportionDifference.tango(sample.asBinary().orElseThrow(), confidence),
          "Tango's score interval");
    }
    Optional<Comparison.Estimate> bootstrapped =
        sample.size() > MOST_FOR_BOOTSTRAP
            ? Optional.empty()
            : Summaries.estimate(
                MeanDifference.bootstrap(sample, confidence, Bootstrap.standard()),
                "BCa bootstrap interval");
    return bootstrapped
        .or(() -> Summaries.estimate(MeanDifference.student(sample, confidence), "t interval"))
        .or(() -> Optional.of(withoutSpread(sample)));
  }

  /// One row, or the same difference in every row.
  private static Comparison.Estimate withoutSpread(PairedSample sample) {
    double mean = StatUtils.mean(sample.differences());
    return new Comparison.Estimate(mean, mean, mean, "no interval: no spread");
  }

  private static boolean isEquivalent(
      PairedSample sample, DataKind kind, Metric metric, double alpha) {
    double margin = metric.margin();
    if (margin <= 0) {
      return false;
    }
    Figure<Equivalence> figure =
        kind == DataKind.BINARY
            ? Equivalence.binary(sample.asBinary().orElseThrow(), margin, alpha)
            : Equivalence.student(sample, margin, alpha);
    return switch (figure) {
      case Figure.Known<Equivalence>(Equivalence found) -> found.holds();
      case Figure.Unknown<Equivalence> _ -> isAlwaysWithin(sample, metric, alpha);
    };
  }

  /// Where all n rows differ by the same amount, at most `1 − alpha^(1/n)` of all rows differ by
  /// another one, and a scale with ends says by how much these can move the mean.
  private static boolean isAlwaysWithin(PairedSample sample, Metric metric, double alpha) {
    if (sample.size() < 2 || metric.min().isEmpty() || metric.max().isEmpty()) {
      return false;
    }
    double range = metric.max().get() - metric.min().get();
    double seen = Math.abs(StatUtils.mean(sample.differences()));
    double others = 1 - Math.pow(alpha, 1.0 / sample.size());
    return seen + (range + seen) * others < metric.margin();
  }

  private static Optional<Effect> effect(PairedSample sample, DataKind kind, double confidence) {
    return switch (kind) {
      case BINARY ->
          EffectSize.matchedOddsRatio(sample.asBinary().orElseThrow(), confidence)
                  instanceof Figure.Known<Estimate>(Estimate ratio)
              ? Optional.of(
                  new Effect(
                      "odds ratio",
                      ratio.value(),
                      "rows won for each row lost; 1 is no difference"))
              : Optional.empty();
      case ORDINAL ->
          EffectSize.rankBiserial(sample) instanceof Figure.Known<Double>(Double value)
              ? Optional.of(
                  new Effect(
                      "rank-biserial correlation",
                      value,
                      "from -1 (all rows lost) to 1 (all rows won)"))
              : Optional.empty();
      case CONTINUOUS ->
          EffectSize.cohensDz(sample) instanceof Figure.Known<Double>(Double value)
              ? Optional.of(
                  new Effect("Cohen's dz", value, "the mean difference in standard deviations"))
              : Optional.empty();
    };
  }
}
