package io.promptflow4j.evaluators.comparison.decide;

import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.statistics.Figure;
import io.promptflow4j.evaluators.statistics.paired.BinaryPairs;
import io.promptflow4j.evaluators.statistics.planning.BinaryPlanner;
import io.promptflow4j.evaluators.statistics.planning.Demand;
import io.promptflow4j.evaluators.statistics.planning.Discordance;
import io.promptflow4j.evaluators.statistics.planning.NumberPlanner;
import io.promptflow4j.evaluators.statistics.planning.RowPlan;
import java.util.Optional;
import org.hipparchus.stat.StatUtils;

/// Says how many rows it would take to see a difference, from the rows at hand.
final class RowsNeeded {

  /// Fewer rows than these say too little about how values spread.
  private static final int FEWEST_FOR_PLAN = 5;

  private final Demand demand;

  RowsNeeded(Comparison.Settings settings) {
    demand = new Demand(settings.alpha(), settings.power());
  }

  /// The rows for a difference of `size`; empty if the rows at hand are too few to tell, or if it
  /// would take more than a million.
  Optional<Long> toSee(double size, Pairing pairing) {
    if (size <= 0 || pairing.sample().size() < FEWEST_FOR_PLAN) {
      return Optional.empty();
    }
    Figure<RowPlan> plan =
        pairing.binary().map(pairs -> binary(size, pairs)).orElseGet(() -> numbers(size, pairing));
    return switch (plan) {
      case Figure.Known<RowPlan>(RowPlan found) -> Optional.of((long) found.rows());
      case Figure.Unknown<RowPlan> _ -> Optional.empty();
    };
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
