package io.promptflow4j.core.model.billing;

import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.catalog.Pricing;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.Money;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What the calls of one connection cost.
public final class ConnectionPrices {

  private static final Cost FREE = new Cost.Known(Money.of("0", "USD"));
  private static final String OPEN_AI_HOST = "api.openai.com";

  /// The catalog's names for what a type of connection reaches, where they differ from the type's.
  private static final Map<ConnectionType, String> PROVIDERS =
      Map.of(
          ConnectionType.AZURE_OPEN_AI, "azure",
          ConnectionType.GEMINI, "google",
          ConnectionType.DASHSCOPE, "alibaba",
          ConnectionType.FIREWORKS, "fireworks-ai",
          ConnectionType.GITHUB_MODELS, "github-models",
          ConnectionType.HUGGING_FACE, "huggingface",
          ConnectionType.MOONSHOT, "moonshotai",
          ConnectionType.TOGETHER, "togetherai",
          ConnectionType.ZHIPU, "zai");

  private final Connection connection;
  private final Supplier<Pricing> pricing;
  private final InstantSource clock;

  /// @param pricing read when the first call is to be priced
  public ConnectionPrices(Connection connection, Supplier<Pricing> pricing, InstantSource clock) {
    this.connection = connection;
    this.pricing = pricing;
    this.clock = clock;
  }

  /// The provider behind a connection, as the catalog calls it, if its type alone says it: what
  /// calls itself OpenAI may be anything behind another address.
  public static Optional<String> provider(Connection connection) {
    ConnectionType type = connection.type();
    return switch (type) {
      case OPEN_AI ->
          connection
                  .setting("base_url")
                  .filter(url -> !url.isBlank() && !url.contains(OPEN_AI_HOST))
                  .isPresent()
              ? Optional.empty()
              : Optional.of("openai");
      case AZURE_OPEN_AI -> Optional.of("azure");
      default ->
          type.isVendor()
              ? Optional.of(PROVIDERS.getOrDefault(type, type.yamlName()))
              : Optional.empty();
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
    Optional<String> provider = provider(connection);
    LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    List<String> names =
        Stream.concat(Stream.of(answered), asked.stream())
            .filter(name -> !name.isBlank())
            .distinct()
            .toList();
    Cost cost = new Cost.Unknown("nothing says which model answered");
    for (String name : names) {
      cost = pricing.get().cost(provider, name, usage, day);
      if (cost instanceof Cost.Known) {
        return cost;
      }
    }
    return cost;
  }
}
