package io.promptflow4j.core.model.billing;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.Money;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.catalog.Pricing;
import io.promptflow4j.core.model.catalog.file.Catalogs;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.registry.Labels;
import io.promptflow4j.core.model.registry.Target;
import io.promptflow4j.core.run.store.RunStores;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionPricesTest {

  private static final TokenUsage USAGE = new TokenUsage(1_000_000, 100_000, 1_100_000, 0, 0);

  private static Connection connection(ConnectionType type, Map<String, String> settings) {
    return new Connection("c", type, settings, Map.of());
  }

  private static Cost cost(Connection connection, String asked, String answered) {
    return new ConnectionPrices(
            connection,
            () -> new Pricing(Catalogs.builtIn()),
            () -> Instant.parse("2026-11-21T12:00:00Z"))
        .of(Optional.of(asked).filter(name -> !name.isEmpty()), answered, USAGE);
  }

  /// The published price of gpt-4o on both days the catalog was captured: 2.50 and 10 USD.
  @Test
  void theModelThatAnsweredIsPaid() {
    assertThat(cost(connection(ConnectionType.OPEN_AI, Map.of()), "", "gpt-4o"))
        .isEqualTo(new Cost.Known(Money.of("3.5", "USD")));
  }

  @Test
  void aDeploymentMayBeCalledAnything() {
    var azure = connection(ConnectionType.AZURE_OPEN_AI, Map.of("api_base", "https://x"));

    assertThat(cost(azure, "our-own-name", "gpt-4o"))
        .isEqualTo(new Cost.Known(Money.of("3.5", "USD")));
  }

  @Test
  void theModelThatWasAskedForHelpsIfTheAnswerNamesNone() {
    assertThat(cost(connection(ConnectionType.OPEN_AI, Map.of()), "gpt-4o", ""))
        .isEqualTo(new Cost.Known(Money.of("3.5", "USD")));
  }

  @Test
  void aFineTunedModelCostsAboutWhatItIsMadeFrom() {
    var openAi = connection(ConnectionType.OPEN_AI, Map.of());

    assertThat(cost(openAi, "", "ft:gpt-4o:acme:law:abc123"))
        .isEqualTo(new Cost.Estimated(Money.of("3.5", "USD")));
    assertThat(cost(openAi, "ft:nothing-known:acme::x", "")).isInstanceOf(Cost.Unknown.class);
  }

  @Test
  void aRegisteredModelCostsAboutWhatItsEntrySaysItIsMadeFrom(@TempDir Path folder) {
    Map<String, String> environment = Map.of("PF_WORKSPACE", folder.toString());
    try (var store = RunStores.open(folder, environment)) {
      var target =
          new Target(
              Target.Kind.FINE_TUNED,
              "our-lawyer-7",
              Optional.empty(),
              Optional.of("gpt-4o"),
              Optional.empty());
      store.models().register("lawyer", target, Labels.NONE, "me", Instant.EPOCH);
    }
    var notices = new ArrayList<String>();
    var prices = new ProjectPrices(folder, environment, notices::add);

    Cost cost =
        prices
            .of(connection(ConnectionType.OPEN_AI, Map.of()))
            .of(Optional.of("our-lawyer-7"), "", USAGE);

    assertThat(cost).isEqualTo(new Cost.Estimated(Money.of("3.5", "USD")));
    assertThat(notices).isEmpty();
  }

  private static Optional<Cost> ahead(ConnectionType type, String asked) {
    return new ConnectionPrices(
            connection(type, Map.of()),
            () -> new Pricing(Catalogs.builtIn()),
            () -> Instant.parse("2026-11-21T12:00:00Z"))
        .ahead(Optional.of(asked));
  }

  @Test
  void theCostIsKnownAheadUnlessADeploymentHidesItsModel() {
    assertThat(ahead(ConnectionType.OPEN_AI, "gpt-4o")).get().isInstanceOf(Cost.Known.class);
    assertThat(ahead(ConnectionType.OPEN_AI, "our-model")).get().isInstanceOf(Cost.Unknown.class);
    assertThat(ahead(ConnectionType.AZURE_OPEN_AI, "our-name")).isEmpty();
    assertThat(ahead(ConnectionType.AZURE_OPEN_AI, "")).isEmpty();
  }

  @Test
  void aScriptedModelIsFree() {
    assertThat(cost(connection(ConnectionType.SCRIPTED, Map.of("rules", "r.yaml")), "gpt-4o", ""))
        .isEqualTo(new Cost.Known(Money.of("0", "USD")));
  }

  @Test
  void aModelNobodyKnowsIsOfUnknownCostAndNotFree() {
    assertThat(cost(connection(ConnectionType.OPEN_AI, Map.of()), "", "our-fine-tuned-model"))
        .isInstanceOf(Cost.Unknown.class);
  }

  @Test
  void whatCallsItselfOpenAiElsewhereIsNotPricedAsOpenAi() {
    var elsewhere = connection(ConnectionType.OPEN_AI, Map.of("base_url", "http://10.0.0.1/v1"));

    assertThat(cost(elsewhere, "", "gpt-4o")).isNotEqualTo(new Cost.Known(Money.of("3.5", "USD")));
  }
}
