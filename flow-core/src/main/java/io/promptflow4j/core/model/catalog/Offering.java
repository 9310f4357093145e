package io.promptflow4j.core.model.catalog;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.cost.Price;
import io.promptflow4j.core.model.cost.Provenance;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A model as one provider offers it, in all of its regions or in one.
///
/// @param id what the provider calls it
/// @param aliases other names that mean it there
/// @param region empty if the offering is not tied to one
/// @param deployment where it runs; empty if that is not known
/// @param inputs what it reads here; empty if that is not known
/// @param outputs what it writes here; empty if that is not known
/// @param efforts the degrees of reasoning that can be asked for
/// @param prices those of the past, of today and of the future, the oldest first
/// @param rates how much it takes at a time, as the provider says it for everybody
/// @param note a sentence for whoever chooses it
public record Offering(
    Provider provider,
    String id,
    Model model,
    List<String> aliases,
    Optional<String> region,
    Optional<Deployment> deployment,
    Limits limits,
    Set<Kind> inputs,
    Set<Kind> outputs,
    Capabilities capabilities,
    List<String> efforts,
    Lifecycle lifecycle,
    List<Price> prices,
    Provenance provenance,
    RateLimits rates,
    Optional<String> note) {

  public Offering {
    aliases = List.copyOf(aliases);
    inputs = Set.copyOf(inputs);
    outputs = Set.copyOf(outputs);
    efforts = List.copyOf(efforts);
    prices = List.copyOf(prices);
  }

  /// How much is taken at a time. Most providers say that by account, so that it is not known.
  public record RateLimits(
      Optional<Long> requestsPerMinute,
      Optional<Long> tokensPerMinute,
      Optional<Long> requestsPerDay) {

    public static final RateLimits UNKNOWN =
        new RateLimits(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// Where an offering runs.
  public enum Deployment {
    /// By the token, on the provider's machines.
    SERVERLESS,
    /// On machines that are rented.
    PROVISIONED,
    /// On one's own machines: what it costs, the catalog can't know.
    SELF_HOSTED,
    /// In the process that calls it.
    IN_PROCESS
  }

  /// `provider/id`, and `@region` if it is tied to one.
  public String name() {
    return provider.id() + "/" + id + region.map(where -> "@" + where).orElse("");
  }

  public Support can(Capability capability) {
    return capabilities.of(capability);
  }

  public Status statusOn(LocalDate day) {
    return lifecycle.on(day);
  }

  /// The price on a day; of several the one that began last.
  public Optional<Price> priceOn(LocalDate day) {
    return prices.reversed().stream().filter(price -> price.holdsOn(day)).findFirst();
  }

  /// What a call on a day costs.
  public Cost costOf(TokenUsage usage, LocalDate day) {
    Optional<Price> price = priceOn(day);
    if (price.isPresent()) {
      return price.get().of(usage);
    }
    return new Cost.Unknown(
        deployment.filter(Deployment.SELF_HOSTED::equals).isPresent()
            ? "'%s' runs on own hardware".formatted(name())
            : "the catalog has no price for '%s'".formatted(name()));
  }
}
