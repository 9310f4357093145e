package io.promptflow4j.cli.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A flow that was written for OpenAI, with what only OpenAI has, moved to another vendor by one
/// option.
class VendorMoveTest {

  @TempDir private Path folder;
  private final VendorMock service = new VendorMock();
  private Called.Place place;

  @BeforeEach
  void write() throws IOException {
    place = new Called.Place(folder);
    place.withVariable("PF_MODEL_RETRIES", "0");
    place.write("f/p.jinja2", "# system:\nBe brief.\n\n# user:\n{{question}}\n");
    place.write(
        "f/flow.dag.yaml",
        """
        inputs: {question: {type: string, default: ping}}
        outputs: {answer: {type: string, reference: "${second.output}"}}
        nodes:
        - &node
          name: first
          type: llm
          api: chat
          source: {type: code, path: p.jinja2}
          connection: open_ai_connection
          inputs:
            deployment_name: gpt-4o
            temperature: 0.3
            max_tokens: "100"
            stop: ["END"]
            presence_penalty: "0"
            logit_bias: {"50256": -100}
            user: someone
            question: ${inputs.question}
        - <<: *node
          name: second
          inputs:
            deployment_name: gpt-4o
            logit_bias: {"50256": -100}
            question: ${first.output}
        """);
  }

  @AfterEach
  void close() {
    service.close();
  }

  private void account(String vendor, String path) {
    place.withVariable(vendor + "_API_KEY", "a-key-of-the-test");
    place.withVariable("AWS_BEARER_TOKEN_BEDROCK", "a-key-of-the-test");
    place.withVariable("AWS_REGION", "us-east-1");
    place.withVariable(vendor + "_BASE_URL", service.address() + path);
  }

  @ParameterizedTest
  @CsvSource({
    "anthropic, '',      claude-x, Anthropic, logit_bias",
    "gemini,    /v1beta, gemini-x, Gemini,    logit_bias",
    "mistral,   /v1,     small,    chat,      logit_bias",
    "ollama,    '',      llama3,   Ollama,    logit_bias",
    "bedrock,   '',      titan,    Bedrock,   logit_bias",
    "groq,      /v1,     llama,    chat,      ''"
  })
  void runsThereAndSaysOnceWhatIsLeftOut(
      String vendor, String path, String model, String pong, String leftOut) {
    account(vendor.toUpperCase(Locale.ROOT), path);

    Called run = place.pf("flow", "test", "--flow", "f", "--model", vendor + "/" + model);

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("pong from " + pong);
    assertThat(service.heard()).hasSize(2);
    assertThat(service.heard().getFirst().body() + service.heard().getFirst().path())
        .contains(model);
    if (leftOut.isEmpty()) {
      assertThat(service.heard().getFirst().body()).contains("logit_bias");
    } else {
      assertThat(service.heard().getFirst().body()).doesNotContain(leftOut);
      assertThat(run.err()).containsOnlyOnce("'" + leftOut + "' has no equal");
      assertThat(run.err()).doesNotContain("presence_penalty");
    }
  }

  @Test
  void aWrongKeyIsSaidWithConnectionAndFieldAndNotRepeated() {
    account("ANTHROPIC", "");
    service.refuseRepeatingTheKey();

    Called run = place.pf("flow", "test", "--flow", "f", "--model", "anthropic/claude-x");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .contains("connection 'anthropic'", "the key is wrong", "api_key", "ANTHROPIC_API_KEY")
        .doesNotContain("a-key-of-the-test");
  }

  @Test
  void aVendorWithoutAKeyIsSaidBeforeAnythingIsSent() {
    Called run = place.pf("flow", "test", "--flow", "f", "--model", "gemini/gemini-x");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("for gemini itself set GEMINI_API_KEY");
    assertThat(service.heard()).isEmpty();
  }
}
