package io.promptflow4j.core.model.catalog;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.TokenUsage;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What calls cost, by the names that runs and traces have for their models.
///
/// ```java
/// Bill bill = Bill.EMPTY.plus(pricing.cost(Optional.of("azure"), "gpt-4o", usage, day));
/// ```
///
/// @param catalog where the prices are
public record Pricing(Catalog catalog) {

  /// What a call cost.
  ///
  /// If several offerings go by the name and it is not said whose is meant, the cost is known only
  /// if it is the same at all of them.
  ///
  /// @param provider who answered, if that is known
  /// @param model the name of the model or deployment
  /// @param day the day of the call
  public Cost cost(Optional<String> provider, String model, TokenUsage usage, LocalDate day) {
    return cost(provider, model, offerings(provider, model), usage, day);
  }

  /// The offerings that [#cost] looks at, for whoever asks for one model again and again.
  public List<Offering> offerings(Optional<String> provider, String model) {
    return provider.map(at -> catalog.offered(at, model)).orElseGet(() -> catalog.offered(model));
  }

  /// As [#cost(Optional, String, TokenUsage, LocalDate)], with what [#offerings] found before.
  public static Cost cost(
      Optional<String> provider,
      String model,
      List<Offering> offerings,
      TokenUsage usage,
      LocalDate day) {
    if (offerings.isEmpty()) {
      return new Cost.Unknown("the catalog has no model '%s'".formatted(model));
    }
    return provider.isPresent()
        ? offerings.getFirst().costOf(usage, day)
        : same(offerings, model, usage, day);
  }

  private static Cost same(
      List<Offering> offerings, String model, TokenUsage usage, LocalDate day) {
    List<Cost> costs =
        offerings.stream().map(one -> one.costOf(usage, day)).distinct().limit(2).toList();
    return costs.size() == 1
        ? costs.getFirst()
        : new Cost.Unknown(
            "'" + model + "' has different prices at the " + offerings.size() + " who offer it");
  }
}
