package io.promptflow4j.evaluators.comparison.decide;

import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Cost;
import io.promptflow4j.evaluators.comparison.Comparison.Difference;
import io.promptflow4j.evaluators.comparison.Comparison.Metric.Direction;
import io.promptflow4j.evaluators.comparison.Comparison.Verdict;
import io.promptflow4j.evaluators.statistics.decision.Adjustment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns pairings into verdicts: adjusts their p-values together, then says what can be said.
///
/// A difference is `better` or `worse` if its adjusted p-value is at most alpha and a difference
/// that matters can't be ruled out; `equivalent` if it can be; else there are too few rows.
final class Verdicts {

  private final Comparison.Settings settings;
  private final String baseline;
  private final RowsNeeded planner;
  private final Words words;
  private final Map<String, Double> costPerRow;
  private final String currency;

  /// @param costPerRow what a row of a variant costs, for the variants whose price is known
  Verdicts(
      Comparison.Settings settings,
      String baseline,
      Map<String, Double> costPerRow,
      String currency) {
    this.settings = settings;
    this.baseline = baseline;
    this.planner = new RowsNeeded(settings);
    this.words = new Words(baseline);
    this.costPerRow = costPerRow;
    this.currency = currency;
  }

  List<Difference> of(List<Pairing> pairings) {
    double[] raw =
        pairings.stream()
            .flatMap(pairing -> pairing.choice().stream())
            .mapToDouble(choice -> choice.result().pValue())
            .toArray();
    double[] adjusted = adjusted(raw);
    var differences = new ArrayList<Difference>();
    int tested = 0;
    for (Pairing pairing : pairings) {
      Optional<Double> p =
          pairing.choice().isPresent() ? Optional.of(adjusted[tested++]) : Optional.empty();
      differences.add(difference(pairing, p));
    }
    return differences;
  }

  /// How many rows each pairing would take.
  List<RowPlan> plans(List<Pairing> pairings) {
    return pairings.stream().map(this::plan).toList();
  }

  private RowPlan plan(Pairing pairing) {
    double size = toSee(pairing);
    Optional<Long> rows = planner.toSee(size, pairing);
    return new RowPlan(
        pairing.variant(),
        pairing.metric().name(),
        pairing.difference(),
        size,
        rows,
        rows.flatMap(count -> cost(pairing.variant(), count)));
  }

  private double[] adjusted(double[] raw) {
    return switch (settings.correction()) {
      case "holm" -> Adjustment.holm(raw);
      case "benjamini-hochberg" -> Adjustment.benjaminiHochberg(raw);
      case "none" -> raw;
      default ->
          throw new IllegalArgumentException(
              "'%s' is no correction; there are holm, benjamini-hochberg and none"
                  .formatted(settings.correction()));
    };
  }

  private Difference difference(Pairing pairing, Optional<Double> adjusted) {
    Verdict verdict = verdict(pairing, adjusted);
    Optional<Long> needed =
        verdict == Verdict.TOO_FEW_ROWS ? planner.toSee(toSee(pairing), pairing) : Optional.empty();
    boolean lowerIsBetter = pairing.metric().direction() == Direction.LOWER;
    return new Difference(
        pairing.variant(),
        pairing.metric().name(),
        pairing.sample().size(),
        pairing.difference(),
        pairing.choice().map(choice -> choice.test().title()).orElse("none"),
        pairing.choice().map(choice -> choice.because()).orElse("no row is scored for both"),
        pairing.choice().map(choice -> choice.result().pValue()),
        adjusted,
        pairing.effect(),
        lowerIsBetter ? pairing.tally().losses() : pairing.tally().wins(),
        pairing.tally().ties(),
        lowerIsBetter ? pairing.tally().wins() : pairing.tally().losses(),
        verdict,
        words.of(pairing, verdict, adjusted, needed),
        needed,
        needed.flatMap(rows -> cost(pairing.variant(), rows)));
  }

  private Verdict verdict(Pairing pairing, Optional<Double> adjusted) {
    if (pairing.difference().isEmpty() || adjusted.isEmpty()) {
      return Verdict.NOT_COMPARABLE;
    }
    if (pairing.equivalent()) {
      return Verdict.EQUIVALENT;
    }
    if (adjusted.get() > settings.alpha() || pairing.difference().get().value() == 0) {
      return Verdict.TOO_FEW_ROWS;
    }
    boolean higher = pairing.difference().get().value() > 0;
    return switch (pairing.metric().direction()) {
      case NONE -> Verdict.DIFFERENT;
      case HIGHER -> higher ? Verdict.BETTER : Verdict.WORSE;
      case LOWER -> higher ? Verdict.WORSE : Verdict.BETTER;
    };
  }

  /// The difference that planning aims at: the margin, or the one seen if no margin is set.
  static double toSee(Pairing pairing) {
    return pairing.metric().margin() > 0
        ? pairing.metric().margin()
        : pairing.difference().map(found -> Math.abs(found.value())).orElse(0.0);
  }

  private Optional<Cost> cost(String variant, long rows) {
    return costPerRow.containsKey(baseline) && costPerRow.containsKey(variant)
        ? Optional.of(
            new Cost(
                rows
                    * (costPerRow.getOrDefault(baseline, 0.0)
                        + costPerRow.getOrDefault(variant, 0.0)),
                currency))
        : Optional.empty();
  }
}
