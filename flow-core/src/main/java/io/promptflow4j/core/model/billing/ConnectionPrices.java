package io.promptflow4j.core.model.billing;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.Money;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.catalog.Pricing;
import io.promptflow4j.core.model.catalog.Provider;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What the calls of one connection cost.
public final class ConnectionPrices {

  private static final Cost FREE = new Cost.Known(Money.of("0", "USD"));
  private static final int MOST_TARIFFS = 1_000;

  private record Asked(String model, LocalDate day) {}

  private final Connection connection;
  private final Supplier<Pricing> pricing;
  private final InstantSource clock;
  private final AtomicBoolean asked = new AtomicBoolean();
  private final Map<Asked, Pricing.Tariff> tariffs = new ConcurrentHashMap<>();

  /// @param pricing read when the first call is made
  public ConnectionPrices(Connection connection, Supplier<Pricing> pricing, InstantSource clock) {
    this.connection = connection;
    this.pricing = pricing;
    this.clock = clock;
  }

  /// Has the prices read meanwhile, if they will be needed.
  void prepare() {
    if (connection.type() != ConnectionType.SCRIPTED && asked.compareAndSet(false, true)) {
      Thread.startVirtualThread(() -> {
        Pricing _ = pricing.get();
      });
    }
  }

  /// What a call today costs that reads one token and writes one; empty if only the answer tells,
  /// as with a deployment that may be called anything.
  ///
  /// @param asked the model or deployment that will be asked for
  public Optional<Cost> ahead(Optional<String> asked) {
    if (asked.filter(name -> !name.isBlank()).isEmpty()) {
      return Optional.empty();
    }
    return switch (of(asked, "", new TokenUsage(1, 1, 2, 0, 0))) {
      case Cost.Unknown _ when connection.type() == ConnectionType.AZURE_OPEN_AI ->
          Optional.empty();
      case Cost cost -> Optional.of(cost);
    };
  }

  /// What a call today costs.
  ///
  /// A deployment may be called anything, so the name of the model that answered counts first.
  ///
  /// @param asked the model or deployment that was asked for
  /// @param answered the model that answered, as the provider named it; may be empty
  public Cost of(Optional<String> asked, String answered, TokenUsage usage) {
    if (connection.type() == ConnectionType.SCRIPTED) {
      return FREE;
    }
    if (usage.total() == 0) {
      return new Cost.Unknown("the service did not say how many tokens it took");
    }
    LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    List<String> names =
        Stream.concat(Stream.of(answered), asked.stream())
            .filter(name -> !name.isBlank())
            .distinct()
            .toList();
    Cost cost = new Cost.Unknown("nothing says which model answered");
    for (String name : names) {
      cost = tariff(name, day).of(usage);
      if (cost instanceof Cost.Known) {
        return cost;
      }
    }
    return cost;
  }

  private Pricing.Tariff tariff(String model, LocalDate day) {
    var asked = new Asked(model, day);
    Pricing.Tariff known = tariffs.get(asked);
    if (known == null) {
      known = pricing.get().tariff(provider(), model, day);
      if (tariffs.size() < MOST_TARIFFS) { // services name their models as they like
        tariffs.put(asked, known);
      }
    }
    return known;
  }

  private Optional<String> provider() {
    return pricing
        .get()
        .catalog()
        .providerBehind(
            connection.type().yamlName(),
            connection.setting("base_url").or(() -> connection.setting("api_base")))
        .map(Provider::id);
  }
}
