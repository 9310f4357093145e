package io.promptflow4j.core.model.catalog;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.TokenUsage;
import java.time.LocalDate;
import java.util.LinkedHashMap;
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
    return tariff(provider, model, day).of(usage);
  }

  /// What calls to one model cost on one day, looked up once for many calls.
  public Tariff tariff(Optional<String> provider, String model, LocalDate day) {
    List<Offering> offerings =
        provider.map(at -> catalog.offered(at, model)).orElseGet(() -> catalog.offered(model));
    List<Offering> meant =
        provider.isPresent() ? offerings.stream().limit(1).toList() : ofEachPrice(offerings, day);
    return new Tariff(meant, model, offerings.size(), day);
  }

  private static List<Offering> ofEachPrice(List<Offering> offerings, LocalDate day) {
    var byPrice = new LinkedHashMap<Object, Offering>();
    for (Offering one : offerings) {
      Object price =
          one.priceOn(day)
              .<Object>map(known -> List.of(known.currency(), known.rates(), known.tiers()))
              .orElse(one); // each without a price says so in its own words
      byPrice.putIfAbsent(price, one);
    }
    return List.copyOf(byPrice.values());
  }

  /// What calls to one model cost on one day.
  public static final class Tariff {
    private final List<Offering> offerings;
    private final String model;
    private final int offered;
    private final LocalDate day;

    /// @param offerings one of each price
    /// @param offered by how many
    private Tariff(List<Offering> offerings, String model, int offered, LocalDate day) {
      this.offerings = offerings;
      this.model = model;
      this.offered = offered;
      this.day = day;
    }

    /// What one call costs.
    public Cost of(TokenUsage usage) {
      if (offerings.isEmpty()) {
        return new Cost.Unknown("the catalog has no model '%s'".formatted(model));
      }
      List<Cost> costs =
          offerings.stream().map(one -> one.costOf(usage, day)).distinct().limit(2).toList();
      return costs.size() == 1
          ? costs.getFirst()
          : new Cost.Unknown(
              "'%s' has different prices at the %d who offer it".formatted(model, offered));
    }
  }
}
