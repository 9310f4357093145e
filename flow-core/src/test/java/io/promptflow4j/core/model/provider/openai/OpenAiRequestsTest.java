package io.promptflow4j.core.model.provider.openai;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.promptflow4j.core.model.ModelParameters;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.model.provider.CallPolicy;
import io.promptflow4j.core.model.provider.http.HttpLimits;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.template.chat.ChatMessage.Role;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What is sent.
class OpenAiRequestsTest {

  @RegisterExtension
  static final WireMockExtension SERVICE =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  private static OpenAiModel model() {
    return Calls.modelAt(SERVICE.baseUrl() + "/v1");
  }

  private static void answers(String body) {
    SERVICE.stubFor(post(urlPathEqualTo("/v1/chat/completions")).willReturn(okJson(body)));
  }

  private static void sent(String body) {
    SERVICE.verify(
        postRequestedFor(urlEqualTo("/v1/chat/completions"))
            .withRequestBody(equalToJson(body, false, false)));
  }

  // the body that promptflow 1.18 with openai 2.54 sends for its web-classification sample
  @Test
  void carryTheFieldsOfPromptFlowAndNothingElse() throws Exception {
    answers(Calls.reply("hi"));

    model()
        .call(
            Calls.chat(
                "{\"temperature\": 0.2, \"top_p\": 1.0, \"max_tokens\": 128}",
                ChatMessage.of(Role.SYSTEM, "Be brief."),
                ChatMessage.of(Role.USER, "")));

    sent(
        """
        {"model": "gpt-4o", "stream": false, "temperature": 0.2, "top_p": 1.0, "max_tokens": 128,
         "messages": [{"role": "system", "content": "Be brief."},
                      {"role": "user", "content": ""}]}
        """);
    SERVICE.verify(
        postRequestedFor(urlEqualTo("/v1/chat/completions"))
            .withHeader("Authorization", equalTo("Bearer " + Calls.KEY))
            .withHeader("Content-Type", equalTo("application/json"))
            .withHeader("OpenAI-Organization", absent()));
  }

  @Test
  void passEverySettingOnUnderItsName() throws Exception {
    answers(Calls.reply("hi"));
    String settings =
        """
        {"stop": ["a", "b"], "seed": 7, "logit_bias": {"50256": -100}, "user": "u1", "n": 1,
         "response_format": {"type": "json_schema", "json_schema": {"name": "x", "strict": true,
           "schema": {"type": "object", "properties": {}, "required": []}}},
         "presence_penalty": 0, "frequency_penalty": 0.5, "max_completion_tokens": 9,
         "reasoning_effort": "low", "brand_new": {"empty": [], "text": "", "none": null}}
        """;

    model().call(Calls.chat(settings));

    sent(
        """
        {"model": "gpt-4o", "stream": false, "messages": [{"role": "user", "content": "hello"}],
        """
            + settings.strip().substring(1));
  }

  @Test
  void carryNamesFunctionAndToolMessages() throws Exception {
    answers(Calls.reply("hi"));
    var calls =
        (Value.Sequence)
            Json.read(
                """
                [{"id": "t1", "type": "function", "function": {"name": "f", "arguments": "{}"}}]
                """);

    model()
        .call(
            Calls.chat(
                "{}",
                message(Role.USER, Optional.of("bob"), "hi", Optional.empty()),
                new ChatMessage(
                    Role.ASSISTANT,
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.of(calls)),
                message(Role.TOOL, Optional.empty(), "42", Optional.of("t1")),
                message(Role.FUNCTION, Optional.of("get"), "{\"a\": 1}", Optional.empty())));

    sent(
        """
        {"model": "gpt-4o", "stream": false, "messages": [
          {"role": "user", "name": "bob", "content": "hi"},
          {"role": "assistant", "tool_calls": [
            {"id": "t1", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
          {"role": "tool", "tool_call_id": "t1", "content": "42"},
          {"role": "function", "name": "get", "content": "{\\"a\\": 1}"}]}
        """);
  }

  @Test
  void carryPicturesAsPartsInTheirOrder() throws Exception {
    answers(Calls.reply("hi"));
    var inline = new Value.Image("image/png", new ImageContent.Inline(new byte[] {1, 2, 3}));
    var remote =
        new Value.Image("image/*", new ImageContent.Remote(URI.create("https://x.test/a.jpg")));

    model()
        .call(
            Calls.chat(
                "{}",
                new ChatMessage(
                    Role.USER,
                    Optional.empty(),
                    List.of(
                        new ChatMessage.Part.Picture(inline),
                        new ChatMessage.Part.Text("compare"),
                        new ChatMessage.Part.Picture(remote)),
                    Optional.empty(),
                    Optional.empty())));

    sent(
        """
        {"model": "gpt-4o", "stream": false, "messages": [{"role": "user", "content": [
          {"type": "image_url", "image_url": {"url": "data:image/png;base64,AQID", "detail": "auto"}},
          {"type": "text", "text": "compare"},
          {"type": "image_url", "image_url": {"url": "https://x.test/a.jpg", "detail": "auto"}}]}]}
        """);
  }

  @Test
  void carryTheDetailInWhichPicturesAreToBeSeen() throws Exception {
    answers(Calls.reply("hi"));
    var picture =
        new Value.Image("image/*", new ImageContent.Remote(URI.create("https://x.test/a.jpg")));

    model()
        .call(
            Calls.chat(
                "{\"detail\": \"low\"}",
                new ChatMessage(
                    Role.USER,
                    Optional.empty(),
                    List.of(new ChatMessage.Part.Picture(picture)),
                    Optional.empty(),
                    Optional.empty())));

    sent(
        """
        {"model": "gpt-4o", "stream": false, "messages": [{"role": "user", "content": [
          {"type": "image_url", "image_url": {"url": "https://x.test/a.jpg", "detail": "low"}}]}]}
        """);
  }

  @Test
  void toTheCompletionApiCarryItsOwnParametersOnly() throws Exception {
    SERVICE.stubFor(
        post(urlPathEqualTo("/v1/completions"))
            .willReturn(
                okJson(
                    """
                    {"id": "1", "created": 1, "model": "instruct", "choices": [
                      {"index": 0, "text": " a time", "finish_reason": "length"}],
                     "usage": {"prompt_tokens": 2, "completion_tokens": 3, "total_tokens": 5}}
                    """)));

    ModelReply reply =
        model()
            .call(
                Calls.completion(
                    """
                    {"max_tokens": 16, "temperature": 1, "stop": "x", "echo": false,
                     "logit_bias": {"5": 1}, "response_format": {"type": "text"}}
                    """));

    assertThat(reply)
        .isEqualTo(
            new ModelReply(
                Value.of(" a time"), "length", "instruct", new TokenUsage(2, 3, 5, 0, 0)));
    SERVICE.verify(
        postRequestedFor(urlEqualTo("/v1/completions"))
            .withRequestBody(
                equalToJson(
                    """
                    {"model": "gpt-3.5-turbo-instruct", "prompt": "Once upon", "stream": false,
                     "max_tokens": 16, "temperature": 1.0, "stop": ["x"], "echo": false,
                     "logit_bias": {"5": 1}}
                    """,
                    false,
                    false)));
  }

  @Test
  void toAzureNameTheDeploymentInThePathAndTheKeyInItsOwnHeader() throws Exception {
    SERVICE.stubFor(
        post(urlPathEqualTo("/openai/deployments/gpt%204o/chat/completions"))
            .willReturn(okJson(Calls.reply("hi"))));
    var azure =
        new Connection(
            "az",
            ConnectionType.AZURE_OPEN_AI,
            Map.of("api_base", SERVICE.baseUrl() + "/"),
            Map.of("api_key", new Secret("azure-key")));
    var request = Calls.chat("{}");

    new OpenAiModel(azure, CallPolicy.DEFAULT, HttpLimits.DEFAULT)
        .call(
            new ModelRequest(
                "n",
                request.api(),
                request.messages(),
                "",
                new ModelParameters(Optional.of("gpt 4o"), new LinkedHashMap<>()),
                request.limit()));

    SERVICE.verify(
        postRequestedFor(
                urlEqualTo("/openai/deployments/gpt%204o/chat/completions?api-version=2024-02-01"))
            .withHeader("api-key", equalTo("azure-key"))
            .withHeader("Authorization", absent()));
  }

  @Test
  void toAzurePrintListsByLine() {
    var azure =
        new Connection(
            "az",
            ConnectionType.AZURE_OPEN_AI,
            Map.of("api_base", "https://x.test"),
            Map.of("api_key", new Secret("k")));

    assertThat(new OpenAiModel(azure, CallPolicy.DEFAULT, HttpLimits.DEFAULT).printsListsByLine())
        .isTrue();
    assertThat(model().printsListsByLine()).isFalse();
  }

  private static ChatMessage message(
      Role role, Optional<String> name, String text, Optional<String> toolCall) {
    return new ChatMessage(
        role, name, List.of(new ChatMessage.Part.Text(text)), toolCall, Optional.empty());
  }
}
