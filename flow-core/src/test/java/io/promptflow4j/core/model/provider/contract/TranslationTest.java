package io.promptflow4j.core.model.provider.contract;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.model.provider.CallPolicy;
import io.promptflow4j.core.model.provider.ModelProvider;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of requests that were written for OpenAI, vendor by vendor.
class TranslationTest {

  private static final String ANTHROPIC =
      """
      {"model": "m", "content": [{"type": "text", "text": "hi"}], "stop_reason": "end_turn"}
      """;
  private static final String GEMINI =
      """
      {"candidates": [{"content": {"parts": [{"text": "hi"}]}, "finishReason": "STOP"}]}
      """;
  private static final String MISTRAL =
      """
      {"choices": [{"message": {"content": "hi"}, "finish_reason": "stop"}]}
      """;
  private static final String OLLAMA =
      """
      {"message": {"content": "hi"}, "response": "", "done": true}
      """;

  @RegisterExtension
  static final WireMockExtension SERVICE =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  private final List<String> notices = new ArrayList<>();

  private LanguageModel open(ConnectionType type) {
    var connection =
        new Connection(
            "c",
            type,
            Map.of("base_url", SERVICE.baseUrl()),
            Map.of("api_key", new Secret(Asked.KEY)));
    return ServiceLoader.load(ModelProvider.class).stream()
        .flatMap(provider ->
            provider
                .get()
                .open(connection, new CallPolicy(0, Duration.ofSeconds(20)), notices::add)
                .stream())
        .findFirst()
        .orElseThrow();
  }

  private ModelReply call(ConnectionType type, String reply, ModelRequest request)
      throws Exception {
    SERVICE.stubFor(post(anyUrl()).willReturn(okJson(reply)));
    return open(type).call(request);
  }

  private static String reply(ConnectionType type) {
    return switch (type) {
      case ANTHROPIC -> ANTHROPIC;
      case GEMINI -> GEMINI;
      case MISTRAL -> MISTRAL;
      default -> OLLAMA;
    };
  }

  /// The body of the last request, as one line.
  private static String sent() {
    return SERVICE.getAllServeEvents().getFirst().getRequest().getBodyAsString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ANTHROPIC | {'temperature': 1.7}   | 'temperature':1.0 NOT | up to 1",
        "ANTHROPIC | {'temperature': 0.0}   | 'temperature':0.0     | ",
        "ANTHROPIC | {'temperature': 1.0, 'top_p': 1.0} | temperature NOT | ",
        "ANTHROPIC | {'user': 'u7'}         | 'metadata':{'user_id':'u7'} | ",
        "ANTHROPIC | {'max_completion_tokens': 5} | 'max_tokens':5  | ",
        "ANTHROPIC | {'stop': 'END'}        | 'stop_sequences':['END'] | ",
        "ANTHROPIC | {'response_format': {'type': 'json_object'}} | one JSON object | system"
            + " prompt",
        "ANTHROPIC | {'thinking': {'type': 'enabled'}} | 'thinking':{'type':'enabled'} | ",
        "ANTHROPIC | {'reasoning_effort': 'low'} | reasoning NOT | give 'thinking' instead",
        "ANTHROPIC | {'n': 2}               | 'n' NOT               | one answer is given",
        "GEMINI    | {'n': 2, 'seed': 5}    | 'candidateCount':2    | ",
        "GEMINI    | {'presence_penalty': 0.5} | 'presencePenalty':0.5 | ",
        "GEMINI    | {'response_format': {'type': 'json_object'}} |"
            + " 'responseMimeType':'application/json' | ",
        "GEMINI    | {'safetySettings': []} | 'safetySettings':[]   | ",
        "GEMINI    | {'thinkingConfig': {'thinkingBudget': 0}} |"
            + " 'maxOutputTokens':9,'thinkingConfig' | ",
        "MISTRAL   | {'seed': 5}            | 'random_seed':5       | ",
        "MISTRAL   | {'safe_prompt': true}  | 'safe_prompt':true    | ",
        "MISTRAL   | {'response_format': {'type': 'json_object'}} |"
            + " 'response_format':{'type':'json_object'} | ",
        "OLLAMA    | {'max_tokens': 5, 'seed': 7} | 'seed':7,'num_predict':5 | ",
        "OLLAMA    | {'num_ctx': 8192}      | 'num_ctx':8192} | ",
        "OLLAMA    | {'keep_alive': '5m'}   | 'keep_alive':'5m'     | ",
        "OLLAMA    | {'response_format': {'type': 'json_object'}} | 'format':'json' | ",
      })
  void ofASettingKeepsItsMeaning(
      ConnectionType type, String settings, String expected, String notice) throws Exception {
    String given = settings.replace('\'', '"');
    String limited =
        given.contains("max_") ? given : given.replaceFirst("}$", ", \"max_tokens\": 9}");

    call(type, reply(type), Asked.chat(limited));

    String part = expected.replace(" NOT", "").replace('\'', '"');
    if (expected.endsWith("NOT")) {
      assertThat(sent()).doesNotContain(part);
    } else {
      assertThat(sent()).contains(part);
    }
    if (notice == null) {
      assertThat(notices).isEmpty();
    } else {
      assertThat(notices).singleElement().asString().contains(notice);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ANTHROPIC, none,     '\"tool_choice\":{\"type\":\"none\"}'",
    "ANTHROPIC, weather,  '\"tool_choice\":{\"type\":\"tool\",\"name\":\"weather\"}'",
    "GEMINI,    none,     '\"mode\":\"NONE\"'",
    "GEMINI,    weather,  '\"mode\":\"ANY\",\"allowedFunctionNames\":[\"weather\"]'",
    "MISTRAL,   weather, "
        + " '\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}'",
    "OLLAMA,    auto,     '\"tools\":[{\"type\":\"function\"'"
  })
  void ofAToolChoice(ConnectionType type, String choice, String expected) throws Exception {
    String named =
        choice.equals("weather")
            ? "{\"type\": \"function\", \"function\": {\"name\": \"weather\"}}"
            : "\"" + choice + "\"";
    call(
        type,
        reply(type),
        Asked.chat(
            "{\"max_tokens\": 9, \"tools\": %s, \"tool_choice\": %s}"
                .formatted(Asked.TOOLS, named)));

    assertThat(sent()).contains(expected);
    assertThat(notices).isEmpty();
  }

  @Test
  void ofAnOfferOfOneToolAtATime() throws Exception {
    call(
        ConnectionType.ANTHROPIC,
        ANTHROPIC,
        Asked.chat(
            "{\"max_tokens\": 9, \"tools\": %s, \"parallel_tool_calls\": false}"
                .formatted(Asked.TOOLS)));

    assertThat(sent())
        .contains("\"tool_choice\":{\"type\":\"auto\",\"disable_parallel_tool_use\":true}");
  }

  @ParameterizedTest
  @CsvSource({"ANTHROPIC", "GEMINI"})
  void ofSystemMessagesWhereverTheyStand(ConnectionType type) throws Exception {
    var first = ChatMessage.of(ChatMessage.Role.SYSTEM, "one");
    var later = ChatMessage.of(ChatMessage.Role.SYSTEM, "two");

    call(type, reply(type), Asked.chat("{\"max_tokens\": 9}", first, Asked.user("hi"), later));
    assertThat(sent()).containsSubsequence("one", "two").contains("hi");
    assertThat(notices).singleElement().asString().contains("only at the beginning");

    call(type, reply(type), Asked.chat("{\"max_tokens\": 9}", first));
    assertThat(sent()).contains("\"role\":\"user\"", "one").doesNotContain("system");
  }

  @ParameterizedTest
  @CsvSource({"ANTHROPIC", "MISTRAL", "GEMINI", "OLLAMA"})
  void ofWhatAFunctionGave(ConnectionType type) throws Exception {
    var gave =
        new ChatMessage(
            ChatMessage.Role.FUNCTION,
            Optional.of("weather"),
            List.of(new ChatMessage.Part.Text("sunny")),
            Optional.empty(),
            Optional.empty());

    call(type, reply(type), Asked.chat("{\"max_tokens\": 9}", Asked.user("hi"), gave));

    assertThat(sent()).contains("weather", "sunny").doesNotContain("\"role\":\"function\"");
  }

  @ParameterizedTest
  @CsvSource({
    "ANTHROPIC, /v1/messages, true",
    "GEMINI, /models/model-1:generateContent, true",
    "MISTRAL, /chat/completions, true",
    "OLLAMA, /api/generate, false"
  })
  void ofACompletion(ConnectionType type, String path, boolean told) throws Exception {
    call(
        type,
        type == ConnectionType.OLLAMA
            ? "{\"model\": \"m\", \"response\": \"hi\", \"done\": true}"
            : reply(type),
        Asked.completion("{\"max_tokens\": 16, \"n\": 1, \"best_of\": 1, \"echo\": false}"));

    assertThat(SERVICE.getAllServeEvents().getFirst().getRequest().getUrl()).isEqualTo(path);
    assertThat(sent()).contains("Once upon").doesNotContain("best_of", "echo");
    assertThat(notices).hasSize(told ? 1 : 0);
  }

  @Test
  void ofAThoughtSignatureGoesThereAndBack() throws Exception {
    ModelReply reply =
        call(
            ConnectionType.GEMINI,
            """
            {"candidates": [{"finishReason": "STOP", "content": {"parts": [
               {"functionCall": {"name": "weather", "args": {"city": "Rome"}},
                "thoughtSignature": "c2ln"}]}}]}
            """,
            Asked.tools());
    var calls = (Value.Sequence) ((Value.Mapping) reply.output()).entries().get("tool_calls");

    call(
        ConnectionType.GEMINI,
        GEMINI,
        Asked.chat(
            "{\"tools\": %s}".formatted(Asked.TOOLS),
            Asked.user("Weather?"),
            new ChatMessage(
                ChatMessage.Role.ASSISTANT,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(calls))));

    assertThat(sent())
        .contains(
            "{\"functionCall\":{\"name\":\"weather\",\"args\":{\"city\":\"Rome\"}},"
                + "\"thoughtSignature\":\"c2ln\"}");
  }

  @Test
  void ofAPictureAtAnAddress() throws Exception {
    var picture =
        new Value.Image("image/png", new ImageContent.Remote(URI.create("https://a.test/p.png")));
    var request =
        Asked.chat(
            "{\"max_tokens\": 9}",
            new ChatMessage(
                ChatMessage.Role.USER,
                Optional.empty(),
                List.of(new ChatMessage.Part.Picture(picture)),
                Optional.empty(),
                Optional.empty()));

    call(ConnectionType.ANTHROPIC, ANTHROPIC, request);
    assertThat(sent()).contains("{\"type\":\"url\",\"url\":\"https://a.test/p.png\"}");
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> call(ConnectionType.OLLAMA, OLLAMA, request))
        .withMessageContaining("only as data")
        .satisfies(problem -> assertThat(problem.code()).isEqualTo("bad-parameter"));
  }

  @Test
  void ofABlockedPromptIsAFailureOfItsOwn() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() ->
            call(
                ConnectionType.GEMINI,
                "{\"promptFeedback\": {\"blockReason\": \"PROHIBITED_CONTENT\"}}",
                Asked.chat("{}")))
        .withMessageContaining("PROHIBITED_CONTENT")
        .satisfies(problem -> assertThat(problem.code()).isEqualTo("content-filter"));
  }

  @Test
  void ofAnAnswerThatTheFilterCutKeepsTheWordForIt() throws Exception {
    ModelReply reply =
        call(
            ConnectionType.GEMINI,
            "{\"candidates\": [{\"finishReason\": \"SAFETY\"}]}",
            Asked.chat("{}"));

    assertThat(reply.finishReason()).isEqualTo("SAFETY");
    assertThat(reply.output()).isEqualTo(Value.Null.NULL);
    assertThat(Json.write(reply.output())).isEqualTo("null");
  }
}
