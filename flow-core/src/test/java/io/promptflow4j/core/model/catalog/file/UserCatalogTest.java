package io.promptflow4j.core.model.catalog.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.catalog.Capability;
import io.promptflow4j.core.model.catalog.Catalog;
import io.promptflow4j.core.model.catalog.Lookup;
import io.promptflow4j.core.model.catalog.Offering;
import io.promptflow4j.core.model.catalog.Support;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UserCatalogTest {

  private static final Catalog BUILT_IN = Catalogs.builtIn();
  private static final Path MISTAKES = Path.of("src", "test", "resources", "catalog", "mistakes");
  private static final LocalDate DAY = LocalDate.of(2026, 11, 21);

  private static Catalog with(String yaml) {
    return Catalogs.read(new SourceText("models.yaml", yaml), BUILT_IN);
  }

  private static Offering find(Catalog catalog, String name) {
    return ((Lookup.Found) catalog.find(name)).first();
  }

  @Test
  void anOfferingIsAdded() {
    Catalog catalog =
        with(
            """
            offerings:
              - provider: azure
                id: support-bot
                model: openai/gpt-4o
                region: swedencentral
                aliases: [bot]
                prices:
                  - {from: 2026-01-01, currency: EUR, input: 2, output: 8}
            """);

    Offering bot = find(catalog, "bot");
    assertThat(bot.name()).isEqualTo("azure/support-bot@swedencentral");
    assertThat(bot.limits().context()).contains(128_000L);
    assertThat(bot.can(Capability.TOOLS)).isEqualTo(Support.YES);
    assertThat(bot.costOf(new TokenUsage(1_000, 1_000, 2_000, 0, 0), DAY)).hasToString("0.01 EUR");
    assertThat(bot.priceOn(LocalDate.of(2025, 12, 31))).isEmpty();
    assertThat(bot.provenance().source()).isEqualTo("models.yaml");
  }

  @Test
  void whatAnAccountMayTakeAtATimeIsKnownWhereItIsWritten() {
    Catalog catalog =
        with(
            """
            offerings:
              - {provider: openai, id: gpt-4o, requests_per_minute: 5_000, tokens_per_minute: 800000}
            """);

    var rates =
        new Offering.RateLimits(Optional.of(5_000L), Optional.of(800_000L), Optional.empty());
    assertThat(find(catalog, "openai/gpt-4o").rates()).isEqualTo(rates);
    assertThat(find(BUILT_IN, "openai/gpt-4o").rates()).isEqualTo(Offering.RateLimits.UNKNOWN);
  }

  @Test
  void onlyTheFieldsThatAreWrittenChange() {
    Catalog catalog =
        with(
            """
            offerings:
              - provider: openai
                id: gpt-4o
                context: 64_000
                cannot: [pdf_input]
            """);

    Offering before = find(BUILT_IN, "openai/gpt-4o");
    Offering after = find(catalog, "openai/gpt-4o");
    assertThat(after.limits().context()).contains(64_000L);
    assertThat(after.limits().output()).isEqualTo(before.limits().output());
    assertThat(after.can(Capability.PDF_INPUT)).isEqualTo(Support.NO);
    assertThat(after.can(Capability.TOOLS)).isEqualTo(Support.YES);
    assertThat(after.prices()).isEqualTo(before.prices());
    assertThat(catalog.offerings()).hasSameSizeAs(BUILT_IN.offerings());
  }

  @Test
  void aPriceCanBeTakenAway() {
    Catalog catalog = with("offerings: [{provider: openai, id: gpt-4o, prices: []}]");

    assertThat(find(catalog, "openai/gpt-4o").priceOn(DAY)).isEmpty();
  }

  @Test
  void aModelAndAProviderOfOnesOwnAreAdded() {
    Catalog catalog =
        with(
            """
            providers:
              - {id: gateway, name: Our gateway, api: openai-chat, endpoint: "https://llm.example.com"}
            models:
              - {id: acme/lawyer, tasks: chat, in: [text], context: 32000, can: tools}
            offerings:
              - {provider: gateway, id: lawyer-2, model: acme/lawyer}
            """);

    Offering lawyer = find(catalog, "acme/lawyer");
    assertThat(lawyer.provider().name()).isEqualTo("Our gateway");
    assertThat(lawyer.can(Capability.TOOLS)).isEqualTo(Support.YES);
    assertThat(lawyer.can(Capability.IMAGE_INPUT)).isEqualTo(Support.NO);
    assertThat(lawyer.can(Capability.JSON_SCHEMA)).isEqualTo(Support.UNKNOWN);
  }

  @Test
  void anEmptyFileChangesNothing() {
    assertThat(with("").offerings()).isEqualTo(BUILT_IN.offerings());
  }

  static Stream<String> mistakes() throws IOException {
    try (Stream<Path> files = Files.list(MISTAKES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .sorted()
          .toList()
          .stream();
    }
  }

  /// With `-Dgolden.update=true` what is expected is written instead.
  @ParameterizedTest
  @MethodSource("mistakes")
  void everyMistakeIsToldWithItsPlace(String name) throws IOException {
    String yaml = Files.readString(MISTAKES.resolve(name));
    Path expected = MISTAKES.resolve(name.replace(".yaml", ".txt"));

    CatalogException wrong =
        catchThrowableOfType(
            CatalogException.class, () -> Catalogs.read(new SourceText(name, yaml), BUILT_IN));

    String told =
        wrong.diagnostics().stream().map(Diagnostic::toString).collect(Collectors.joining("\n"))
            + "\n";
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(expected, told);
    }
    assertThat(told).isEqualTo(Files.readString(expected));
  }

  @Nested
  class WhereTheFileIs {

    @Test
    void theVariableNamesIt(@TempDir Path folder) {
      assertThat(Catalogs.fileFor(folder, Map.of("PF_CATALOG", "mine.yaml")))
          .contains(folder.resolve("mine.yaml"));
    }

    @Test
    void aFileTheVariableNamesMustBeThere(@TempDir Path folder) {
      CatalogException missing =
          catchThrowableOfType(
              CatalogException.class, () -> Catalogs.of(folder, Map.of("PF_CATALOG", "mine.yaml")));

      assertThat(missing.diagnostics())
          .extracting(Diagnostic::code)
          .isEqualTo(List.of("catalog-file"));
    }

    @Test
    void theNearestOneUpwardCounts(@TempDir Path folder) throws IOException {
      Path flow = Files.createDirectories(folder.resolve("flows/chat"));
      Path file = folder.resolve(".promptflow/models.yaml");
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");

      assertThat(Catalogs.fileFor(flow, Map.of())).contains(file);
    }

    @Test
    void noFileBeyondTheRepositoryCounts(@TempDir Path folder) throws IOException {
      Path repository = folder.resolve("repository");
      Files.createDirectories(repository.resolve(".git"));
      Files.createDirectories(folder.resolve(".promptflow"));
      Files.writeString(folder.resolve(".promptflow/models.yaml"), "");

      assertThat(Catalogs.fileFor(repository, Map.of())).isEmpty();
    }

    @Test
    void aFileThatIsNoTextIsRefused(@TempDir Path folder) throws IOException {
      Path file = folder.resolve("models.yaml");
      Files.write(file, new byte[] {(byte) 0xC3, (byte) 0x28});

      CatalogException wrong =
          catchThrowableOfType(CatalogException.class, () -> Catalogs.read(file, BUILT_IN));

      assertThat(wrong).hasMessageContaining("not UTF-8");
    }
  }
}
