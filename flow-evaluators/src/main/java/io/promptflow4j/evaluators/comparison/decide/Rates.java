package io.promptflow4j.evaluators.comparison.decide;

import io.promptflow4j.evaluators.comparison.Comparison.Cost;
import io.promptflow4j.evaluators.comparison.Comparison.Variant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one more row costs, its evaluation included, as the rows at hand tell.
///
/// @param perRow by the name of the variant, for those whose price is known
record Rates(Map<String, Double> perRow, String currency) {

  Rates {
    perRow = Map.copyOf(perRow);
  }

  /// @param rows how many rows there are; repeats of a row are one
  static Rates of(List<Variant> variants, long rows) {
    var costs = new HashMap<String, Double>();
    for (Variant variant : variants) {
      if (rows > 0) {
        amount(variant).ifPresent(amount -> costs.put(variant.name(), amount / rows));
      }
    }
    String currency =
        variants.stream()
            .flatMap(variant -> variant.cost().stream())
            .map(Cost::currency)
            .findFirst()
            .orElse("USD");
    return new Rates(costs, currency);
  }

  /// What a variant and its evaluation cost, if both are known in one currency.
  private static Optional<Double> amount(Variant variant) {
    return variant
        .cost()
        .flatMap(own ->
            variant
                .evaluationCost()
                .filter(other -> other.currency().equals(own.currency()) || other.amount() == 0)
                .map(other -> own.amount() + other.amount()));
  }

  /// What a row costs that both are run on.
  Optional<Cost> ofBoth(String baseline, String variant) {
    return perRow.containsKey(baseline) && perRow.containsKey(variant)
        ? Optional.of(
            new Cost(
                perRow.getOrDefault(baseline, 0.0) + perRow.getOrDefault(variant, 0.0), currency))
        : Optional.empty();
  }
}
