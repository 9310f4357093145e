package io.promptflow4j.evaluators.comparison.decide;

import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.statistics.Figure;
import io.promptflow4j.evaluators.statistics.paired.BinaryPairs;
import io.promptflow4j.evaluators.statistics.planning.BinaryPlanner;
import io.promptflow4j.evaluators.statistics.planning.Demand;
import io.promptflow4j.evaluators.statistics.planning.Discordance;
import io.promptflow4j.evaluators.statistics.planning.NumberPlanner;
import io.promptflow4j.evaluators.statistics.planning.RowPlan;
import org.hipparchus.stat.StatUtils;

/// Says how many rows it would take to see a difference, from the rows at hand.
final class RowsNeeded {

  /// Fewer rows than these say too little about how values spread.
  private static final int FEWEST_FOR_PLAN = 5;

  private final Demand demand;

  /// @param pairings how many differences share the error rate
  RowsNeeded(Comparison.Settings settings, int pairings) {
    double alpha =
        settings.correction().equals("none")
            ? settings.alpha()
            : settings.alpha() / Math.max(1, pairings);
    this.demand = new Demand(alpha, settings.power());
  }

  /// The difference that planning aims at: the margin, or the one seen if no margin is set.
  static double aim(Pairing pairing) {
    return pairing.metric().margin() > 0 ? pairing.metric().margin() : seen(pairing);
  }

  private static double seen(Pairing pairing) {
    return pairing.difference().map(found -> Math.abs(found.value())).orElse(0.0);
  }

  /// What it would take to decide what the rows at hand leave open.
  Outlook outlook(Pairing pairing, Rates rates, String baseline) {
    double size = aim(pairing);
    Figure<Long> rows = toSee(size, pairing);
    long at = pairing.sample().size();
    if (rows instanceof Figure.Known<Long>(Long count) && count <= at) {
      // as many would see a margin, but what was seen lies between nothing and the margin
      size = Math.max(seen(pairing), size - seen(pairing));
      rows = toSee(size, pairing).map(more -> Math.max(more, at + 1));
    }
    return new Outlook(
        at,
        rows,
        rates.ofBoth(baseline, pairing.variant()),
        "show a difference of " + Words.number(size));
  }

  /// The rows for a difference of `size`.
  Figure<Long> toSee(double size, Pairing pairing) {
    if (pairing.sample().size() < FEWEST_FOR_PLAN) {
      return Figure.unknown("fewer than %d rows say too little".formatted(FEWEST_FOR_PLAN));
    }
    if (size <= 0) {
      return Figure.unknown(
          "no difference was seen, and where there is none no number of rows shows one; with a"
              + " margin (--margin) they could be told to be equivalent");
    }
    Figure<RowPlan> plan =
        pairing.binary().map(pairs -> binary(size, pairs)).orElseGet(() -> numbers(size, pairing));
    return plan.map(found -> (long) found.rows());
  }

  /// The share of rows on which the variants differ is taken with one such row more, so that a
  /// pilot that saw none still plans with some.
  private Figure<RowPlan> binary(double size, BinaryPairs pairs) {
    double share = (pairs.discordant() + 1.0) / (pairs.size() + 2.0);
    double total = Math.min(1, Math.max(share, size));
    return size >= 1
        ? Figure.unknown("no difference of shares is that large")
        : BinaryPlanner.rows(Discordance.of(total, size), BinaryPlanner.Variant.MID_P, demand);
  }

  private Figure<RowPlan> numbers(double size, Pairing pairing) {
    double deviation = Math.sqrt(StatUtils.variance(pairing.sample().differences()));
    return deviation > 0
        ? NumberPlanner.rows(deviation, size, demand)
        : Figure.unknown("all differences are equal");
  }
}
