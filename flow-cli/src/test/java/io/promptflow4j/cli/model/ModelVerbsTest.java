package io.promptflow4j.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelVerbsTest {

  @TempDir Path folder;

  private Called.Place place;

  @BeforeEach
  void openPlace() {
    place = new Called.Place(folder);
  }

  private static List<Value> items(Called called) {
    return ((Value.Sequence) Json.read(called.out())).items();
  }

  private static Value field(Value mapping, String name) {
    return ((Value.Mapping) mapping).entries().getOrDefault(name, Value.Null.NULL);
  }

  @Nested
  class Lists {

    @Test
    void fiftyAreShownAndTheRestIsCounted() {
      Called listed = place.pf("model", "list");

      assertThat(listed.exit()).isZero();
      assertThat(listed.out().lines().filter(line -> line.startsWith("| openai/"))).hasSize(50);
      assertThat(listed.err()).containsPattern("50 of 1,\\d{3} are shown; --all-results shows all");
    }

    @Test
    void programsGetAllFacts() {
      Called listed =
          place.pf("model", "list", "--provider", "openai", "--all-results", "--format", "json");

      Value gpt4o =
          items(listed).stream()
              .filter(one -> field(one, "name").equals(Value.of("openai/gpt-4o")))
              .findFirst()
              .orElseThrow();
      assertThat(field(field(gpt4o, "limits"), "context")).isEqualTo(Value.of(128_000));
      assertThat(field(field(gpt4o, "capabilities"), "tools")).isEqualTo(Value.of("yes"));
      assertThat(field(field(gpt4o, "price"), "input")).isEqualTo(Value.of("2.5"));
      assertThat(listed.err()).isEmpty();
    }

    @Test
    void optionsNarrowIt() {
      Called listed =
          place.pf(
              "model",
              "list",
              "--vendor",
              "azure_open_ai,mistral",
              "--can",
              "tools,image-input",
              "--min-context",
              "200k",
              "--max-input-price",
              "1",
              "--all-results",
              "--format",
              "json");

      assertThat(items(listed))
          .isNotEmpty()
          .allSatisfy(one ->
              assertThat(field(one, "provider")).isIn(Value.of("azure"), Value.of("mistral")));
    }

    @Test
    void embeddingsAreFoundByTask() {
      assertThat(place.pf("model", "list", "--task", "embedding", "--provider", "cohere").out())
          .contains("cohere/embed-");
    }

    @Test
    void whatIsNotKnownIsNotFreeOfCharge() {
      assertThat(place.pf("model", "list", "--provider", "nvidia", "-r", "3").out())
          .contains("| ?")
          .doesNotContain("$0 ");
    }

    @Test
    void aWordThatIsNoCapabilityIsAWrongCall() {
      Called wrong = place.pf("model", "list", "--can", "tool");

      assertThat(wrong.exit()).isEqualTo(2);
      assertThat(wrong.err()).contains("--can can't be 'tool'", "Did you mean 'tools'?");
    }

    @Test
    void nothingThatFitsIsSaidSo() {
      assertThat(place.pf("model", "list", "--min-context", "900m").out())
          .contains("No offering is like that");
    }
  }

  @Nested
  class ShowsOne {

    @Test
    void peopleReadWhatItCanAndCosts() {
      assertThat(place.pf("model", "show", "azure/gpt-35-turbo").out())
          .contains("context        16,384", "input $0.5, output $1.5", "source ", "2026-08-01");
    }

    @Test
    void whoElseOffersItFollows() {
      assertThat(place.pf("model", "show", "gpt-4o").out())
          .contains("openai/gpt-4o: GPT-4o", "Also offered as", "azure/gpt-4o");
    }

    @Test
    void programsGetEveryOffering() {
      Called shown = place.pf("model", "show", "gpt-4o", "--format", "json");

      assertThat(Called.list(shown.json(), "offerings")).hasSizeGreaterThan(2);
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNearest() {
      Called unknown = place.pf("model", "show", "gpt-35-trubo", "--format", "json");

      assertThat(unknown.exit()).isEqualTo(1);
      assertThat(unknown.object("error").get("code")).isEqualTo(Value.of("no-such-model"));
      assertThat(unknown.err()).contains("'azure/gpt-35-turbo' (Azure OpenAI");
    }

    @Test
    void theDayDecides() {
      assertThat(place.pf("model", "show", "azure/gpt-4-32k", "--on", "2025-06-06").out())
          .contains("retired since 2025-06-06");
      assertThat(place.pf("model", "show", "azure/gpt-4-32k", "--on", "2025-06-05").out())
          .contains("deprecated retires 2025-06-06");
    }
  }

  @Test
  void theSearchTakesWordsAndNamesThatAreNearlyRight() {
    assertThat(place.pf("model", "search", "llama", "70b", "--provider", "groq").out())
        .contains("groq/llama-3.3-70b-versatile");
    assertThat(place.pf("model", "search", "gpt-35-trubo").out()).contains("azure/gpt-35-turbo");
  }

  @Test
  void modelsAreComparedSideBySide() {
    Called compared = place.pf("model", "compare", "openai/gpt-4o-mini", "mistral-small-latest");

    assertThat(compared.out())
        .contains("openai/gpt-4o-mini", "mistral/mistral-small-latest", "128,000", "price");
  }

  @Test
  void aCatalogFileOfOnesOwnCounts() throws IOException {
    place.write(
        ".promptflow/models.yaml",
        "offerings: [{provider: azure, id: bot, model: openai/gpt-4o, aliases: [house-bot]}]\n");

    assertThat(place.pf("model", "show", "house-bot").out()).contains("azure/bot: GPT-4o");
  }

  @Test
  void mistakesOfTheCatalogFileAreAllTold() throws IOException {
    place.write("mine.yaml", "offerings:\n  - {provider: azure}\n  - {id: x, contxt: 3}\n");

    Called wrong =
        place
            .withVariable("PF_CATALOG", folder.resolve("mine.yaml").toString())
            .pf("model", "list", "--format", "json");

    assertThat(wrong.exit()).isEqualTo(1);
    assertThat(wrong.err())
        .contains("mine.yaml:2:5: error[catalog-missing-key]", "error[catalog-unknown-key]");
    assertThat(wrong.object("error").get("code")).isEqualTo(Value.of("bad-catalog"));
  }

  @Test
  void aTestOfAFlowIsWarnedBeforeItsFirstCall() throws IOException {
    place.write(
        "flow/flow.dag.yaml",
        """
        inputs:
          question: {type: string, default: Is it so?}
        outputs: {}
        nodes:
        - name: ask
          type: llm
          api: completion
          connection: mine
          source: {type: code, path: ask.jinja2}
          inputs: {model: text-davinci-003, question: "${inputs.question}"}
        """);
    place.write("flow/ask.jinja2", "{{question}}\n");
    place.write(
        "mine.yaml",
        "{name: mine, type: open_ai, api_key: none, base_url: 'http://127.0.0.1:1/v1'}\n");

    Called test =
        place
            .withVariable("PF_MODEL_RETRIES", "0")
            .pf("flow", "test", "--flow", "flow", "--connections", "mine.yaml");

    assertThat(test.exit()).isEqualTo(1);
    assertThat(test.err())
        .contains("warning[model-retired]", "'openai/text-davinci-003'")
        .contains("retired since 2024-01-04");
  }

  @Nested
  class Recommends {

    @BeforeEach
    void writeFlow() throws IOException {
      place.write(
          "flow/flow.dag.yaml",
          """
          inputs:
            question: {type: string}
          outputs:
            answer: {type: string, reference: "${ask.output}"}
          nodes:
          - name: ask
            type: llm
            api: chat
            connection: mine
            source: {type: code, path: ask.jinja2}
            inputs:
              model: gpt-4o
              max_tokens: 100
              question: ${inputs.question}
              tools: [{type: function, function: {name: f}}]
          """);
      place.write("flow/ask.jinja2", "user:\n{{question}}\n");
    }

    @Test
    void byWhatTheNodesNeed() {
      Called ranked =
          place.pf("model", "recommend", "--flow", "flow", "--provider", "groq", "-r", "2");

      assertThat(ranked.exit()).isZero();
      assertThat(ranked.out())
          .contains(
              "tools: node 'ask' gives 'tools'", "| 1 | groq/", "calls tools", "about 0.0000");
    }

    @Test
    void programsGetNeedsReasonsAndDoubts() {
      Called ranked = place.pf("model", "recommend", "--flow", "flow", "--format", "json");

      assertThat(field(ranked.object("needs"), "output_tokens")).isEqualTo(Value.of(100));
      assertThat(Called.list(ranked.json(), "recommendations")).hasSize(10);
    }

    @Test
    void aFlowWithMistakesIsRefused() throws IOException {
      place.write("flow/ask.jinja2", "user:\n{{question\n");

      Called refused = place.pf("model", "recommend", "--flow", "flow");

      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.err()).contains("pf flow validate --flow flow");
    }
  }
}
