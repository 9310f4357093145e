package io.promptflow4j.core.model.billing;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.Money;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.catalog.Offering;
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
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the calls of one connection cost.
public final class ConnectionPrices {

  private static final Cost FREE = new Cost.Known(Money.of("0", "USD"));
  private final Connection connection;
  private final Supplier<Pricing> pricing;
  private final InstantSource clock;
  private final Function<String, Optional<String>> bases;
  private final AtomicBoolean asked = new AtomicBoolean();
  private volatile @Nullable Found found;

  /// With no models but those of the catalog.
  ///
  /// @param pricing read when the first call is made
  public ConnectionPrices(Connection connection, Supplier<Pricing> pricing, InstantSource clock) {
    this(connection, pricing, clock, _ -> Optional.empty());
  }

  /// @param pricing read when the first call is made
  /// @param bases from which model of the catalog one is made that is not in it
  public ConnectionPrices(
      Connection connection,
      Supplier<Pricing> pricing,
      InstantSource clock,
      Function<String, Optional<String>> bases) {
    this.connection = connection;
    this.pricing = pricing;
    this.clock = clock;
    this.bases = bases;
  }

  /// Has the prices read meanwhile, if they will be needed.
  void prepare() {
    if (!areFree() && asked.compareAndSet(false, true)) {
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

  /// Whether calls cost nothing, however many tokens they take.
  boolean areFree() {
    return connection.type() == ConnectionType.SCRIPTED;
  }

  /// What a call today costs.
  ///
  /// A deployment may be called anything, so the name of the model that answered counts first.
  ///
  /// @param asked the model or deployment that was asked for
  /// @param answered the model that answered, as the provider named it; may be empty
  public Cost of(Optional<String> asked, String answered, TokenUsage usage) {
    if (areFree()) {
      return FREE;
    }
    if (usage.total() == 0) {
      return new Cost.Unknown("the service did not say how many tokens it took");
    }
    Found found = found();
    LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    Cost cost =
        answered.isBlank()
            ? new Cost.Unknown("nothing says which model answered")
            : found.cost(answered, usage, day);
    String other = asked.orElse("");
    Cost listed =
        cost instanceof Cost.Known || other.isBlank() || other.equals(answered)
            ? cost
            : found.cost(other, usage, day);
    return listed instanceof Cost.Known
        ? listed
        : ofBase(other.isBlank() ? answered : other, usage, day).orElse(listed);
  }

  /// What the model that it is made from would have cost: a guess, since a vendor may ask more for
  /// what was trained further.
  private Optional<Cost> ofBase(String model, TokenUsage usage, LocalDate day) {
    return Optional.of(model)
        .filter(name -> !name.isBlank())
        .flatMap(name -> bases.apply(name).or(() -> fineTuned(name)))
        .map(base -> found().cost(base, usage, day))
        .flatMap(cost ->
            cost instanceof Cost.Known(Money money)
                ? Optional.of(new Cost.Estimated(money))
                : Optional.empty());
  }

  /// OpenAI's names of fine-tuned models say it: `ft:BASE:ORGANISATION:NAME:ID`.
  private static Optional<String> fineTuned(String model) {
    int end = model.startsWith("ft:") ? model.indexOf(':', 3) : -1;
    return end > 3 ? Optional.of(model.substring(3, end)) : Optional.empty();
  }

  private Found found() {
    Found known = found;
    if (known == null) {
      known = new Found(pricing.get(), connection);
      found = known; // finding it twice does no harm
    }
    return known;
  }

  /// What the catalog says of the connection's models; names are looked up once.
  private static final class Found {

    /// Whoever lets data choose models must not fill the memory.
    private static final int MOST = 256;

    private final Pricing pricing;
    private final Optional<String> provider;
    private final Map<String, List<Offering>> offerings = new ConcurrentHashMap<>();

    Found(Pricing pricing, Connection connection) {
      this.pricing = pricing;
      this.provider =
          pricing
              .catalog()
              .providerBehind(
                  connection.type().yamlName(),
                  connection.setting("base_url").or(() -> connection.setting("api_base")))
              .map(Provider::id);
    }

    Cost cost(String model, TokenUsage usage, LocalDate day) {
      List<Offering> known = offerings.get(model);
      if (known == null) {
        known = pricing.offerings(provider, model);
        if (offerings.size() < MOST) {
          offerings.put(model, known);
        }
      }
      return Pricing.cost(provider, model, known, usage, day);
    }
  }
}
