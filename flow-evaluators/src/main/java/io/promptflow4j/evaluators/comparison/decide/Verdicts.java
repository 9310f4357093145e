package io.promptflow4j.evaluators.comparison.decide;

import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Difference;
import io.promptflow4j.evaluators.comparison.Comparison.Metric.Direction;
import io.promptflow4j.evaluators.comparison.Comparison.Verdict;
import io.promptflow4j.evaluators.statistics.decision.Adjustment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns pairings into verdicts: adjusts their p-values together, then says what can be said.
///
/// A difference is `better` or `worse` if its adjusted p-value is at most alpha and a difference
/// that matters can't be ruled out; `equivalent` if it can be; else there are too few rows.
final class Verdicts {

  private final Comparison.Settings settings;
  private final String baseline;
  private final Words words;
  private final Rates rates;

  Verdicts(Comparison.Settings settings, String baseline, Rates rates) {
    this.settings = settings;
    this.baseline = baseline;
    this.words = new Words(baseline);
    this.rates = rates;
  }

  List<Difference> of(List<Pairing> pairings) {
    double[] raw =
        pairings.stream()
            .flatMap(pairing -> pairing.choice().stream())
            .mapToDouble(choice -> choice.result().pValue())
            .toArray();
    double[] adjusted = adjusted(raw);
    var planner = new RowsNeeded(settings, pairings.size());
    var differences = new ArrayList<Difference>();
    int tested = 0;
    for (Pairing pairing : pairings) {
      Optional<Double> p =
          pairing.choice().isPresent() ? Optional.of(adjusted[tested++]) : Optional.empty();
      differences.add(difference(pairing, p, planner));
    }
    return differences;
  }

  /// How many rows each pairing would take.
  List<RowPlan> plans(List<Pairing> pairings) {
    var planner = new RowsNeeded(settings, pairings.size());
    return pairings.stream().map(pairing -> plan(pairing, planner)).toList();
  }

  private RowPlan plan(Pairing pairing, RowsNeeded planner) {
    double size = RowsNeeded.aim(pairing);
    var plan =
        new Outlook(
            0,
            planner.toSee(size, pairing),
            rates.ofBoth(baseline, pairing.variant()),
            "show that difference");
    return new RowPlan(
        pairing.variant(),
        pairing.metric().name(),
        pairing.difference(),
        size,
        plan.needed(),
        plan.cost());
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

  private Difference difference(Pairing pairing, Optional<Double> adjusted, RowsNeeded planner) {
    Verdict verdict = verdict(pairing, adjusted);
    Optional<Outlook> outlook =
        verdict == Verdict.TOO_FEW_ROWS
            ? Optional.of(planner.outlook(pairing, rates, baseline))
            : Optional.empty();
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
        words.of(pairing, verdict, adjusted, outlook),
        outlook.flatMap(Outlook::needed),
        outlook.flatMap(Outlook::cost));
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
}
