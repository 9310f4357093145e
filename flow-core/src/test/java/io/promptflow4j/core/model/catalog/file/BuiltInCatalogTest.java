package io.promptflow4j.core.model.catalog.file;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.Money;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.catalog.Capability;
import io.promptflow4j.core.model.catalog.Catalog;
import io.promptflow4j.core.model.catalog.Lookup;
import io.promptflow4j.core.model.catalog.Offering;
import io.promptflow4j.core.model.catalog.Provider;
import io.promptflow4j.core.model.catalog.Status;
import io.promptflow4j.core.model.catalog.Support;
import io.promptflow4j.core.model.catalog.Task;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.cost.Rate;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInCatalogTest {

  private static final Catalog CATALOG = Catalogs.builtIn();
  private static final LocalDate DAY = LocalDate.of(2026, 11, 21);
  private static final TokenUsage USAGE = new TokenUsage(1_000_000, 0, 1_000_000, 0, 0);

  @Test
  void itIsLarge() {
    assertThat(CATALOG.offerings()).hasSizeGreaterThan(1_400);
    assertThat(CATALOG.providers()).hasSizeGreaterThan(30);
  }

  @ParameterizedTest
  @CsvSource({
    "openai, 50",
    "azure, 100",
    "mistral, 30",
    "llama, 7",
    "cohere, 14",
    "nvidia, 80",
    "huggingface, 50",
    "anthropic, 20",
    "google, 20",
    "deepseek, 4",
    "groq, 10",
    "ollama, 10",
    "amazon-bedrock, 100",
    "xai, 8",
    "github-models, 50"
  })
  void eachGreatProviderHasItsOfferings(String provider, int atLeast) {
    var offerings = CATALOG.offerings().stream().collect(groupingBy(one -> one.provider().id()));

    assertThat(offerings.get(provider)).hasSizeGreaterThanOrEqualTo(atLeast);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt-35-turbo",
        "gpt-35-turbo-0125",
        "gpt-35-turbo-instruct",
        "gpt-3.5-turbo",
        "gpt-4",
        "gpt-4-32k",
        "gpt-4o",
        "gpt-4o-mini",
        "text-embedding-ada-002",
        "text-davinci-003",
        "azure/gpt-35-turbo",
        "azure_open_ai/gpt-4o",
        "openai/gpt-4o",
        "GPT-4o",
        "meta/llama-3.3-70b-instruct",
        "mistral/mistral-embed",
        "scripted"
      })
  void theNamesThatFlowsUseAreFound(String name) {
    assertThat(CATALOG.find(name)).isInstanceOf(Lookup.Found.class);
  }

  @Test
  void everyFactHasASourceAndADay() {
    assertThat(CATALOG.offerings())
        .allSatisfy(offering -> {
          assertThat(offering.provenance().source()).as(offering.name()).isNotBlank();
          assertThat(offering.provenance().captured()).as(offering.name()).isPresent();
        });
  }

  @Test
  void noNameStandsTwice() {
    assertThat(CATALOG.offerings()).extracting(Offering::name).doesNotHaveDuplicates();
  }

  /// Both sources write 0 where a service is not sold by the token.
  @Test
  void nothingButTheScriptedModelIsFree() {
    assertThat(CATALOG.offerings())
        .filteredOn(offering ->
            offering.prices().stream()
                .anyMatch(
                    price -> price.rates().values().stream().allMatch(rate -> rate.signum() == 0)))
        .extracting(Offering::name)
        .containsExactly("scripted/scripted");
  }

  @Test
  void aRateOfZeroIsNoRate() {
    assertThat(CATALOG.offerings())
        .filteredOn(offering -> !offering.provider().id().equals("scripted"))
        .filteredOn(offering -> offering.model().tasks().contains(Task.CHAT))
        .allSatisfy(offering ->
            assertThat(offering.prices())
                .as(offering.name())
                .noneMatch(
                    price -> price.rates().values().stream().anyMatch(rate -> rate.signum() == 0)));
  }

  @Test
  void theScriptedModelCostsNothing() {
    assertThat(found("scripted").costOf(USAGE, DAY))
        .isEqualTo(new Cost.Known(Money.of("0", "USD")));
  }

  @Test
  void aModelOnOwnHardwareHasNoKnownCost() {
    assertThat(found("ollama/llama3.2").costOf(USAGE, DAY))
        .isEqualTo(new Cost.Unknown("'ollama/llama3.2' runs on own hardware"));
  }

  /// https://openai.com/api/pricing, as models.dev has it on 2026-07-02: 2.50 and 10.00.
  @Test
  void aPriceIsThatOfItsSource() {
    var price = found("openai/gpt-4o").priceOn(DAY).orElseThrow();

    assertThat(price.rate(Rate.INPUT)).contains(new BigDecimal("2.5"));
    assertThat(price.rate(Rate.OUTPUT)).contains(new BigDecimal("10"));
    assertThat(price.rate(Rate.CACHE_READ)).contains(new BigDecimal("1.25"));
    assertThat(price.currency()).isEqualTo("USD");
  }

  @Test
  void pricesOfThePastAreKept() {
    assertThat(CATALOG.offerings())
        .filteredOn(offering -> offering.prices().size() > 1)
        .hasSizeGreaterThan(20)
        .allSatisfy(offering ->
            assertThat(offering.priceOn(LocalDate.of(2020, 1, 1)).orElseThrow())
                .isNotEqualTo(offering.priceOn(DAY).orElse(null)));
  }

  @Test
  void capabilitiesAreYesNoOrUnknown() {
    Offering chat = found("openai/gpt-4o");
    Offering vectors = found("openai/text-embedding-3-large");

    assertThat(chat.can(Capability.TOOLS)).isEqualTo(Support.YES);
    assertThat(chat.can(Capability.IMAGE_INPUT)).isEqualTo(Support.YES);
    assertThat(chat.can(Capability.REASONING)).isEqualTo(Support.NO);
    assertThat(chat.can(Capability.SEED)).isEqualTo(Support.UNKNOWN);
    assertThat(vectors.can(Capability.TOOLS)).isEqualTo(Support.NO);
    assertThat(vectors.model().tasks()).containsExactly(Task.EMBEDDING);
    assertThat(vectors.limits().dimensions()).contains(3_072L);
  }

  @Test
  void whatIsRetiredSaysWhenAndWhatComesInstead() {
    Offering old = found("azure/gpt-4-32k");

    assertThat(old.statusOn(LocalDate.of(2025, 6, 5))).isEqualTo(Status.DEPRECATED);
    assertThat(old.statusOn(LocalDate.of(2025, 6, 6))).isEqualTo(Status.RETIRED);
    assertThat(old.lifecycle().replacement()).contains("gpt-4o");
  }

  @Test
  void theNoticeOfTheSourcesStandsBesideTheirFacts() throws Exception {
    try (var notice = Catalogs.class.getResourceAsStream("NOTICE.txt")) {
      String text =
          new String(Objects.requireNonNull(notice).readAllBytes(), StandardCharsets.UTF_8);

      assertThat(text).contains("MIT License", "models.dev", "Berri AI");
    }
  }

  @Test
  void theMakersOwnOfferingComesFirst() {
    assertThat(offerings("gpt-4o").getFirst().name()).isEqualTo("openai/gpt-4o");
    assertThat(offerings("gpt-4o")).extracting(one -> one.provider().id()).contains("azure");
  }

  @Test
  void aMisspeltNameIsAnsweredWithTheNearest() {
    assertThat(CATALOG.find("gpt-35-trubo"))
        .isInstanceOfSatisfying(
            Lookup.Unknown.class,
            unknown ->
                assertThat(unknown.nearest().getFirst().name()).isEqualTo("azure/gpt-35-turbo"));
  }

  @Test
  void whatResemblesNothingHasNoNeighbours() {
    assertThat(CATALOG.find("my-very-own-deployment-of-something"))
        .isInstanceOfSatisfying(
            Lookup.Unknown.class, unknown -> assertThat(unknown.nearest()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "open_ai, , openai",
    "open_ai, https://api.openai.com/v1, openai",
    "open_ai, https://api.groq.com/openai/v1, groq",
    "open_ai, https://llm.example.com/v1, ",
    "azure_open_ai, https://mine.openai.azure.com, azure",
    "serverless, https://api.mistral.ai/v1, mistral",
    "ollama, http://gpu-box:11434, ollama",
    "anthropic, https://api.anthropic.com, anthropic",
    "gemini, , google",
    "vllm, http://localhost:8000/v1, "
  })
  void aConnectionSaysWhichProviderIsReached(String type, String address, String provider) {
    assertThat(
            CATALOG
                .providerBehind(type, Optional.ofNullable(address))
                .map(Provider::id)
                .orElse(null))
        .isEqualTo(provider);
  }

  @Test
  void everyConnectionTypeOfTheCatalogExists() {
    assertThat(CATALOG.providers())
        .allSatisfy(provider ->
            provider
                .connection()
                .ifPresent(type -> assertThat(ConnectionType.named(type)).as(type).isPresent()));
  }

  private static Offering found(String name) {
    return offerings(name).getFirst();
  }

  private static List<Offering> offerings(String name) {
    return ((Lookup.Found) CATALOG.find(name)).offerings();
  }
}
