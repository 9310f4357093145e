package io.promptflow4j.core.model.catalog.choice;

import io.promptflow4j.core.model.catalog.Capability;
import io.promptflow4j.core.model.catalog.Kind;
import io.promptflow4j.core.model.catalog.Limits;
import io.promptflow4j.core.model.catalog.Model;
import io.promptflow4j.core.model.catalog.Offering;
import io.promptflow4j.core.model.catalog.Task;
import io.promptflow4j.core.model.cost.Price;
import io.promptflow4j.core.model.cost.Rate;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Offerings as JSON. What is not known is `null` or the text `unknown`, never 0 and never false.
public final class OfferingJson {

  private OfferingJson() {}

  /// One offering, without its past.
  public static Value.Mapping of(Offering offering, LocalDate day) {
    return fields(offering, day).end();
  }

  /// One offering with all of its prices.
  public static Value.Mapping whole(Offering offering, LocalDate day) {
    return fields(offering, day)
        .put("prices", list(offering.prices(), OfferingJson::price))
        .put("note", offering.note())
        .put("endpoint", offering.provider().endpoint())
        .put("docs", offering.provider().docs())
        .end();
  }

  private static Fields fields(Offering offering, LocalDate day) {
    Model model = offering.model();
    return new Fields()
        .put("name", offering.name())
        .put("provider", offering.provider().id())
        .put("id", offering.id())
        .put("aliases", texts(offering.aliases()))
        .put("region", offering.region())
        .put("model", model.id())
        .put("publisher", model.publisher())
        .put("display_name", model.name())
        .put("family", model.family())
        .put("released", model.released())
        .put("knowledge", model.knowledge())
        .put("open_weights", model.openWeights().written())
        .put("license", model.license())
        .put("tasks", texts(model.tasks().stream().map(Task::written).sorted().toList()))
        .put("inputs", texts(offering.inputs().stream().map(Kind::written).sorted().toList()))
        .put("outputs", texts(offering.outputs().stream().map(Kind::written).sorted().toList()))
        .put("limits", limits(offering.limits()))
        .put("rate_limits", rates(offering.rates()))
        .put("capabilities", capabilities(offering))
        .put("efforts", texts(offering.efforts()))
        .put("api", offering.provider().api())
        .put("connection", offering.provider().connection())
        .put(
            "deployment",
            offering.deployment().map(one -> one.name().toLowerCase(Locale.ROOT).replace('_', '-')))
        .put("status", offering.statusOn(day).written())
        .put("deprecated_on", offering.lifecycle().deprecated().map(LocalDate::toString))
        .put("retires_on", offering.lifecycle().retires().map(LocalDate::toString))
        .put("replacement", offering.lifecycle().replacement())
        .put("price", offering.priceOn(day).<Value>map(OfferingJson::price).orElse(Value.Null.NULL))
        .put("source", offering.provenance().source())
        .put("captured", offering.provenance().captured().map(LocalDate::toString));
  }

  private static Value limits(Limits limits) {
    return new Fields()
        .put("context", number(limits.context()))
        .put("input", number(limits.input()))
        .put("output", number(limits.output()))
        .put("dimensions", number(limits.dimensions()))
        .end();
  }

  private static Value rates(Offering.RateLimits rates) {
    return new Fields()
        .put("requests_per_minute", number(rates.requestsPerMinute()))
        .put("tokens_per_minute", number(rates.tokensPerMinute()))
        .put("requests_per_day", number(rates.requestsPerDay()))
        .end();
  }

  private static Value capabilities(Offering offering) {
    var fields = new Fields();
    for (Capability capability : Capability.values()) {
      fields.put(capability.written(), offering.can(capability).written());
    }
    return fields.end();
  }

  /// Amounts are texts, since JSON's readers round numbers.
  private static Value.Mapping price(Price price) {
    var fields =
        new Fields()
            .put("from", price.from().map(LocalDate::toString))
            .put("to", price.until().map(LocalDate::toString))
            .put("currency", price.currency());
    putRates(fields, price.rates());
    return fields.put("tiers", list(price.tiers(), OfferingJson::tier)).end();
  }

  private static Value.Mapping tier(Price.Tier tier) {
    var fields = new Fields().put("over", tier.over());
    putRates(fields, tier.rates());
    return fields.end();
  }

  private static void putRates(Fields fields, Map<Rate, BigDecimal> rates) {
    rates.forEach((rate, amount) -> fields.put(rate.written(), amount.toPlainString()));
  }

  /// A list of objects.
  public static <T> Value list(Collection<T> all, Function<T, Value.Mapping> json) {
    return Value.of(all.stream().map(json).toList());
  }

  /// A list of texts.
  public static Value texts(List<String> texts) {
    return Value.of(texts.stream().map(Value::of).toList());
  }

  private static Value number(Optional<Long> number) {
    return number.<Value>map(one -> Value.of(one.longValue())).orElse(Value.Null.NULL);
  }
}
