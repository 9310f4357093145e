package io.promptflow4j.core.model.budget;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelParameters;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.connection.store.ConnectionStore;
import io.promptflow4j.core.model.provider.ConfiguredModels;
import io.promptflow4j.core.model.provider.ModelSettings;
import io.promptflow4j.core.run.store.RunStores;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Budgets of connections, with a service and a workspace.
class DayBudgetTest {

  private static final String REPLY =
      """
      {"model": "shop-model", "choices": [{"message": {"content": "hi"},
       "finish_reason": "stop"}], "usage": {"prompt_tokens": 100, "completion_tokens": 20,
       "total_tokens": 120}}
      """;

  @RegisterExtension
  static final WireMockExtension SERVICE =
      WireMockExtension.newInstance()
          .options(WireMockConfiguration.wireMockConfig().dynamicPort())
          .build();

  @TempDir private Path folder;

  private Map<String, String> environment() {
    return Map.of(
        "PF_WORKSPACE", folder.resolve("space").toString(),
        "PF_CATALOG", folder.resolve("models.yaml").toString(),
        "PF_MODEL_RETRIES", "1");
  }

  /// As another process opens it.
  private ConfiguredModels models(String budget) throws IOException {
    Files.writeString(
        folder.resolve("models.yaml"),
        """
        offerings:
          - provider: openai
            id: shop-model
            model: openai/gpt-4o
            prices:
              - {input: 0.15, output: 0.6}
        """);
    Path file =
        Files.writeString(
            folder.resolve("shop.yaml"),
            "name: shop\ntype: open_ai\napi_key: k\nbase_url: http://127.0.0.1:%d/v1\n"
                    .formatted(SERVICE.getPort())
                + "budget_per_day: %s\n".formatted(budget));
    return ConfiguredModels.with(
        new ModelSettings(
            List.of(file),
            ConnectionStore.in(folder),
            environment(),
            Optional.empty(),
            Optional.empty(),
            _ -> {}));
  }

  private static ModelRequest request(String model) {
    var settings = new LinkedHashMap<String, Value>();
    settings.put("max_tokens", Value.of(20));
    return new ModelRequest(
        "n",
        ModelApi.CHAT,
        List.of(ChatMessage.of(ChatMessage.Role.USER, "hello")),
        "",
        new ModelParameters(Optional.of(model), settings),
        Duration.ofMinutes(1));
  }

  private static ModelException failure(LanguageModel model) {
    return catchThrowableOfType(ModelException.class, () -> model.call(request("shop-model")));
  }

  private Spending spent() {
    try (var store = RunStores.open(folder, environment())) {
      return store.spending().on(LocalDate.now(ZoneOffset.UTC)).values().stream()
          .reduce(Spending.NONE, Spending::plus);
    }
  }

  @Test
  void manyCallsOfSeveralProcessesStayWithinIt() throws Exception {
    SERVICE.stubFor(any(anyUrl()).willReturn(okJson(REPLY)));
    try (var one = models("7 calls");
        var other = models("7 calls");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        LanguageModel model = (i % 2 == 0 ? one : other).open(Optional.of("shop"));
        calls.add(() -> failure(model) == null);
      }

      int made = 0;
      for (Future<Boolean> call : threads.invokeAll(calls)) {
        made += call.get() ? 1 : 0;
      }

      assertThat(made).isEqualTo(7);
      assertThat(SERVICE.getAllServeEvents()).hasSize(7);
      assertThat(spent().calls()).isEqualTo(7);
      assertThat(spent().tokens()).isEqualTo(7 * 120);
    }
  }

  @Test
  void whoeverReachesItIsToldWhatWasSpentAndWhatToDo() throws Exception {
    SERVICE.stubFor(any(anyUrl()).willReturn(okJson(REPLY)));
    try (var models = models("1 call")) {
      LanguageModel model = models.open(Optional.of("shop"));
      var _ = model.call(request("shop-model"));

      ModelException problem = failure(model);

      assertThat(problem.code()).isEqualTo("budget-used");
      assertThat(problem)
          .hasMessageContaining("'shop'")
          .hasMessageContaining("1 call")
          .hasMessageContaining("120 tokens")
          .hasMessageContaining("pf connection update")
          .hasMessageContaining("pf connection usage");
    }
    try (var larger = models("2 calls")) {
      assertThat(failure(larger.open(Optional.of("shop")))).isNull();
    }
  }

  @Test
  void moneyIsWhatTheCatalogSays() throws Exception {
    SERVICE.stubFor(any(anyUrl()).willReturn(okJson(REPLY)));
    try (var models = models("0.00005 USD")) {
      LanguageModel model = models.open(Optional.of("shop"));

      assertThat(failure(model)).isNull();
      assertThat(spent().money()) // 100 * 0.15 + 20 * 0.6 dollars for a million
          .isEqualByComparingTo(new BigDecimal("0.000027"));
      assertThat(failure(model)).isNull();
      assertThat(failure(model).code()).isEqualTo("budget-used");
    }
  }

  @Test
  void moneyOfAModelWithoutAPriceIsNotSpent() throws Exception {
    try (var models = models("5 USD")) {
      var problem =
          catchThrowableOfType(
              ModelException.class,
              () -> models.open(Optional.of("shop")).call(request("my-own-model")));

      assertThat(problem.code()).isEqualTo("budget-unpriced");
      assertThat(problem).hasMessageContaining("my-own-model").hasMessageContaining("calls or");
      assertThat(SERVICE.getAllServeEvents()).isEmpty();
    }
  }

  @Test
  void aRefusedCallCostsNothingAndADoubtfulOneWhatWasExpected() throws Exception {
    try (var models = models("10 calls")) {
      LanguageModel model = models.open(Optional.of("shop"));
      SERVICE.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(400)));
      assertThat(failure(model).code()).isEqualTo("bad-request");
      assertThat(spent()).isEqualTo(new Spending(BigDecimal.valueOf(0, 9), 0, 0));

      SERVICE.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(500)));
      assertThat(failure(model).code()).isEqualTo("unavailable");
      assertThat(spent().calls()).isEqualTo(2); // a try and another one
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"much", "5 dollars", "calls"})
  void whatIsNoBudgetIsAFailureOfTheConnection(String budget) throws Exception {
    try (var models = models(budget)) {
      var problem =
          catchThrowableOfType(ModelException.class, () -> models.open(Optional.of("shop")));

      assertThat(problem.code()).isEqualTo("bad-connection");
      assertThat(problem).hasMessageContaining("budget_per_day");
    }
  }
}
