package io.promptflow4j.core.model.catalog.file;

import io.promptflow4j.core.model.cost.Price;
import io.promptflow4j.core.model.cost.Provenance;
import io.promptflow4j.core.model.cost.Rate;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads `prices`: a list of mappings with the rates and the time in which they hold.
final class PriceReader {

  private static final Set<String> TIER_KEYS = keys(List.of("over"));
  private static final Set<String> KEYS =
      keys(List.of("from", "to", "currency", "tiers", "source", "captured"));

  private PriceReader() {}

  private static Set<String> keys(List<String> more) {
    var keys = new HashSet<>(more);
    for (Rate rate : Rate.values()) {
      keys.add(rate.written());
    }
    return keys;
  }

  /// The prices of an offering, the oldest first.
  static List<Price> read(Fields offering, Optional<Provenance> provenance) {
    var prices = new ArrayList<Price>();
    for (Fields fields : Fields.each(offering.named("prices"), "prices", offering.found())) {
      Price price = price(fields, provenance);
      for (Price other : prices) {
        if (overlap(price, other)) {
          fields.error(
              "catalog-price-period",
              fields.place(),
              "this price and another one hold on the same days; say 'from' and 'to'");
          break;
        }
      }
      prices.add(price);
    }
    prices.sort(Comparator.comparing(price -> price.from().orElse(LocalDate.MIN)));
    return prices;
  }

  private static boolean overlap(Price one, Price other) {
    return begin(one).isBefore(end(other)) && begin(other).isBefore(end(one));
  }

  private static LocalDate begin(Price price) {
    return price.from().orElse(LocalDate.MIN);
  }

  private static LocalDate end(Price price) {
    return price.until().orElse(LocalDate.MAX);
  }

  private static Price price(Fields fields, Optional<Provenance> provenance) {
    fields.checkKeys("a price", KEYS);
    Optional<LocalDate> from = fields.date("from");
    Optional<LocalDate> until = fields.date("to");
    if (from.isPresent() && until.filter(end -> !from.get().isBefore(end)).isPresent()) {
      fields.error(
          "catalog-price-period",
          fields.placeOf("to"),
          "the price ends on %s, before it begins on %s".formatted(until.get(), from.get()));
    }
    var tiers = new ArrayList<Price.Tier>();
    for (Fields tier : Fields.each(fields.named("tiers"), "tiers", fields.found())) {
      tier.checkKeys("a tier", TIER_KEYS);
      tier.needed("a tier", "over");
      tier.count("over").ifPresent(over -> tiers.add(new Price.Tier(over, rates(tier))));
    }
    tiers.sort(Comparator.comparingLong(Price.Tier::over));
    return new Price(
        from, until, currency(fields), rates(fields), tiers, source(fields).or(() -> provenance));
  }

  private static Optional<Provenance> source(Fields fields) {
    return fields.text("source").map(source -> new Provenance(source, fields.date("captured")));
  }

  private static String currency(Fields fields) {
    String currency = fields.text("currency").orElse("USD");
    if (currency.matches("[A-Z]{3}")) {
      return currency;
    }
    fields.error(
        "catalog-value",
        fields.placeOf("currency"),
        "'currency' has three capital letters, such as EUR, not '%s'".formatted(currency));
    return "USD";
  }

  private static Map<Rate, BigDecimal> rates(Fields fields) {
    var rates = new EnumMap<Rate, BigDecimal>(Rate.class);
    for (String key : fields.keys()) {
      Rate.named(key)
          .ifPresent(rate -> fields.amount(key).ifPresent(amount -> rates.put(rate, amount)));
    }
    return rates;
  }
}
