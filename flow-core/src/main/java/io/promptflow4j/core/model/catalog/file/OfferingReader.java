package io.promptflow4j.core.model.catalog.file;

import io.promptflow4j.core.model.catalog.Kind;
import io.promptflow4j.core.model.catalog.Lifecycle;
import io.promptflow4j.core.model.catalog.Limits;
import io.promptflow4j.core.model.catalog.Model;
import io.promptflow4j.core.model.catalog.Offering;
import io.promptflow4j.core.model.catalog.Offering.Deployment;
import io.promptflow4j.core.model.catalog.Offering.RateLimits;
import io.promptflow4j.core.model.catalog.Provider;
import io.promptflow4j.core.model.catalog.Status;
import io.promptflow4j.core.model.cost.Price;
import io.promptflow4j.core.model.cost.Provenance;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/// Reads an entry of `offerings`: what a provider offers, and in what it differs from the model.
final class OfferingReader {

  private static final Set<String> KEYS = keys();
  private static final List<Deployment> DEPLOYMENTS = List.of(Deployment.values());

  /// Where the facts of an entry come from, by the entry and the word it has for its source.
  private final BiFunction<String, Optional<String>, Provenance> provenance;

  OfferingReader(BiFunction<String, Optional<String>, Provenance> provenance) {
    this.provenance = provenance;
  }

  private static Set<String> keys() {
    var keys = new HashSet<>(CapabilityReader.KEYS);
    keys.addAll(List.of("provider", "id", "model", "aliases", "region", "deployment", "in", "out"));
    keys.addAll(List.of("context", "input", "output", "dimensions", "efforts", "status"));
    keys.addAll(List.of("deprecated", "retires", "replacement", "note", "prices", "price_from"));
    keys.addAll(List.of("source", "captured", "from"));
    keys.addAll(List.of("requests_per_minute", "tokens_per_minute", "requests_per_day"));
    return keys;
  }

  static void checkKeys(Fields fields) {
    fields.checkKeys("an offering", KEYS);
  }

  /// Reads one.
  ///
  /// @param before the offering of the same name that is known already; fields that are not written
  ///   stay as they are
  Offering read(
      Fields fields, Provider provider, String id, Model model, Optional<Offering> before) {
    Optional<Set<Kind>> inputs = ModelReader.kinds(fields, "in");
    Optional<Set<Kind>> outputs = ModelReader.kinds(fields, "out");
    Optional<Offering> same = before.filter(old -> old.model().id().equals(model.id()));
    Limits limits = same.map(Offering::limits).orElse(model.limits());
    return new Offering(
        provider,
        id,
        model,
        fields.has("aliases")
            ? fields.texts("aliases")
            : before.map(Offering::aliases).orElse(List.of()),
        fields.text("region"),
        deployment(fields).or(() -> before.flatMap(Offering::deployment)),
        ModelReader.limits(fields, limits),
        inputs.or(() -> same.map(Offering::inputs)).orElse(model.inputs()),
        outputs.or(() -> same.map(Offering::outputs)).orElse(model.outputs()),
        new CapabilityReader(same.map(Offering::capabilities).orElse(model.capabilities()))
            .of(inputs, outputs)
            .read(fields),
        fields.has("efforts")
            ? fields.texts("efforts")
            : same.map(Offering::efforts).orElse(List.of()),
        lifecycle(fields, before.map(Offering::lifecycle).orElse(Lifecycle.UNKNOWN)),
        prices(fields, id, before),
        source(fields, id),
        rates(fields, before.map(Offering::rates).orElse(RateLimits.UNKNOWN)),
        fields.text("note").or(() -> before.flatMap(Offering::note)));
  }

  private List<Price> prices(Fields fields, String id, Optional<Offering> before) {
    if (!fields.has("prices")) {
      return before.map(Offering::prices).orElse(List.of());
    }
    Optional<String> from = fields.text("price_from");
    return PriceReader.read(fields, from.map(_ -> provenance.apply(id, from)));
  }

  private Provenance source(Fields fields, String id) {
    return fields
        .text("source")
        .map(source -> new Provenance(source, fields.date("captured")))
        .orElseGet(() -> provenance.apply(id, fields.text("from")));
  }

  private static RateLimits rates(Fields fields, RateLimits before) {
    return new RateLimits(
        fields.count("requests_per_minute").or(before::requestsPerMinute),
        fields.count("tokens_per_minute").or(before::tokensPerMinute),
        fields.count("requests_per_day").or(before::requestsPerDay));
  }

  private static Optional<Deployment> deployment(Fields fields) {
    return fields.choice(
        "deployment",
        text -> DEPLOYMENTS.stream().filter(one -> written(one).equals(text)).findFirst(),
        () -> DEPLOYMENTS.stream().map(OfferingReader::written).toList());
  }

  private static String written(Deployment deployment) {
    return deployment.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Lifecycle lifecycle(Fields fields, Lifecycle before) {
    return new Lifecycle(
        fields.choice("status", Status::named, Status::names).orElse(before.declared()),
        fields.date("deprecated").or(before::deprecated),
        fields.date("retires").or(before::retires),
        fields.text("replacement").or(before::replacement));
  }
}
