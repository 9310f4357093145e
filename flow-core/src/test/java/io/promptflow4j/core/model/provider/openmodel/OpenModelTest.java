package io.promptflow4j.core.model.provider.openmodel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Prompt flow's tool "Open Model LLM" against a service that speaks as the pages of the models in
/// Azure's catalog and the tool's page (learn.microsoft.com, "Open Model LLM tool") say.
class OpenModelTest {

  @RegisterExtension
  static final WireMockExtension SERVICE =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  @TempDir Path folder;

  private FlowResult run(String family, String inputs, String prompt) throws IOException {
    Files.writeString(
        folder.resolve("flow.dag.yaml"),
        """
        inputs: {question: {type: string}}
        outputs: {answer: {type: string, reference: "${ask.output}"}}
        nodes:
        - name: ask
          type: custom_llm
          source: {type: package_with_prompt, tool: promptflow.tools.open_model_llm.OpenModelLLM.call, path: ask.jinja2}
          inputs: {question: "${inputs.question}", endpoint_name: connection/llama, %s}
        """
            .formatted(inputs));
    Files.writeString(folder.resolve("ask.jinja2"), prompt);
    Path connection =
        Files.writeString(
            folder.resolve("llama.yaml"),
            """
            name: llama
            type: custom
            configs: {endpoint_url: "%s/score", model_family: %s, allow_private_address: "true"}
            secrets: {endpoint_api_key: k3y}
            """
                .formatted(SERVICE.baseUrl(), family));
    var settings = FlowSettings.defaults().withConnectionFiles(List.of(connection));
    try (Flow flow = Flow.load(folder, settings)) {
      return flow.run(Map.of("question", "What is CI?"));
    }
  }

  private static @Nullable Value answer(FlowResult result) {
    assertThat(result.failure()).isEmpty();
    return result.outputs().get("answer");
  }

  @Test
  void aLlamaIsAskedInAChat() throws IOException {
    SERVICE.stubFor(post(urlPathEqualTo("/score")).willReturn(okJson("{\"output\": \"It is …\"}")));

    FlowResult result =
        run("LLaMa", "api: chat, deployment_name: blue", "system:\nBe brief.\nuser:\n{{question}}");

    assertThat(answer(result)).isEqualTo(Value.of("It is …"));
    SERVICE.verify(
        postRequestedFor(urlPathEqualTo("/score"))
            .withHeader("Authorization", equalTo("Bearer k3y"))
            .withHeader("azureml-model-deployment", equalTo("blue"))
            .withRequestBody(
                equalToJson(
                    """
                    {"input_data": {
                      "input_string": [
                        {"role": "system", "content": "Be brief."},
                        {"role": "user", "content": "What is CI?"}],
                      "parameters": {"temperature": 1.0, "top_p": 1.0, "max_new_tokens": 500,
                        "do_sample": true}}}
                    """)));
  }

  @Test
  void otherFamiliesGoOnWithAText() throws IOException {
    SERVICE.stubFor(post(urlPathEqualTo("/score")).willReturn(okJson("[{\"0\": \"It is …\"}]")));

    FlowResult result =
        run(
            "falcon",
            "api: completion, temperature: 0.2, max_new_tokens: 20, model_kwargs: {top_k: 5}",
            "{{question}}");

    assertThat(answer(result)).isEqualTo(Value.of("It is …"));
    SERVICE.verify(
        postRequestedFor(urlPathEqualTo("/score"))
            .withHeader("azureml-model-deployment", absent())
            .withRequestBody(
                equalToJson(
                    """
                    {"input_data": {"input_string": ["What is CI?"]},
                     "parameters": {"temperature": 0.2, "top_p": 1.0, "max_new_tokens": 20,
                       "top_k": 5}}
                    """)));
  }

  @Test
  void anAnswerThatIsNoneAndARefusalSayWhatIsWrong() throws IOException {
    SERVICE.stubFor(post(urlPathEqualTo("/score")).willReturn(okJson("{\"error_text\": 1}")));
    assertThat(run("LLaMa", "api: completion", "{{question}}").failure().orElseThrow().message())
        .contains("connection 'llama'");

    SERVICE.stubFor(post(urlPathEqualTo("/score")).willReturn(aResponse().withStatus(401)));
    assertThat(run("LLaMa", "api: completion", "{{question}}").failure().orElseThrow().message())
        .contains("connection 'llama'")
        .contains("401")
        .doesNotContain("k3y");
  }

  @Test
  void aConnectionWithoutAFamilyIsToldWhatItLacks() throws IOException {
    assertThat(run("bloom", "api: completion", "{{question}}").failure().orElseThrow().message())
        .contains("has the model_family 'bloom', but it is one of LLaMa, Dolly, GPT-2, Falcon");
  }

  @Test
  void serverlessEndpointsHaveAPathForEachApi() {
    var words =
        new OpenModelWords(
            URI.create("https://llama.eastus2.inference.ai.azure.com"), ModelFamily.LLAMA);

    assertThat(words.address(ModelApi.CHAT))
        .hasToString("https://llama.eastus2.inference.ai.azure.com/v1/chat/completions");
    assertThat(words.address(ModelApi.COMPLETION))
        .hasToString("https://llama.eastus2.inference.ai.azure.com/v1/completions");
    assertThat(OpenModelWords.text("{\"choices\": [{\"message\": {\"content\": \"yes\"}}]}"))
        .contains("yes");
  }
}
