package io.promptflow4j.core.graph.needs;

import io.promptflow4j.core.model.catalog.Catalog;
import io.promptflow4j.core.model.catalog.Offering;
import io.promptflow4j.core.model.cost.Price;
import io.promptflow4j.core.model.cost.Provenance;
import io.promptflow4j.core.model.cost.Rate;
import io.promptflow4j.core.value.Value;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The model of a node and its price on a day, as data that is kept with a run. What the catalog
/// does not know is null.
final class ModelFacts {

  private ModelFacts() {}

  /// @param catalog empty if the node is answered by a script, which costs nothing
  static Value.Mapping of(
      NodeNeeds node, Optional<Catalog> catalog, Optional<String> provider, LocalDate day) {
    var facts = new LinkedHashMap<String, Value>();
    facts.put("connection", text(node.connection()));
    facts.put("model", text(node.model()));
    if (catalog.isEmpty()) {
      facts.put("scripted", Value.of(true));
      return new Value.Mapping(facts);
    }
    Optional<Offering> offering = offering(node, catalog.get(), provider);
    Optional<Price> price = offering.flatMap(one -> one.priceOn(day));
    Optional<Provenance> origin =
        price.flatMap(Price::provenance).or(() -> offering.map(Offering::provenance));
    facts.put("offering", text(offering.map(Offering::name)));
    facts.put("price", price.<Value>map(ModelFacts::rates).orElse(Value.Null.NULL));
    facts.put("day", Value.of(day.toString()));
    facts.put("source", text(origin.map(Provenance::source)));
    facts.put("captured", text(origin.flatMap(Provenance::captured).map(LocalDate::toString)));
    return new Value.Mapping(facts);
  }

  /// None if it is not known whose of several is meant.
  private static Optional<Offering> offering(
      NodeNeeds node, Catalog catalog, Optional<String> provider) {
    List<Offering> offered =
        node.model()
            .map(model ->
                provider
                    .map(at -> catalog.offered(at, model))
                    .orElseGet(() -> catalog.offered(model)))
            .orElse(List.of());
    return provider.isPresent() || offered.size() == 1
        ? offered.stream().findFirst()
        : Optional.empty();
  }

  private static Value.Mapping rates(Price price) {
    var rates = new LinkedHashMap<String, Value>();
    rates.put("currency", Value.of(price.currency()));
    for (Map.Entry<Rate, BigDecimal> rate : price.rates().entrySet()) {
      rates.put(rate.getKey().written(), Value.of(rate.getValue().toPlainString()));
    }
    return new Value.Mapping(rates);
  }

  private static Value text(Optional<String> text) {
    return text.<Value>map(Value::of).orElse(Value.Null.NULL);
  }
}
