package io.promptflow4j.core.model.provider.contract;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.model.provider.CallPolicy;
import io.promptflow4j.core.model.provider.ModelProvider;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What every provider does, whatever its vendor's wire format.
abstract class ProviderContract {

  @RegisterExtension
  static final WireMockExtension SERVICE =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  private final Format format;
  private final List<String> notices = new ArrayList<>();
  private final List<LanguageModel> opened = new ArrayList<>();

  ProviderContract(Format format) {
    this.format = format;
  }

  @AfterEach
  void close() {
    opened.forEach(LanguageModel::close);
  }

  private LanguageModel model(int retries) {
    var settings = new LinkedHashMap<>(format.settings());
    settings.put("base_url", format.address(SERVICE.baseUrl()));
    var connection =
        new Connection(
            "my_conn", format.type(), settings, Map.of("api_key", new Secret(Asked.KEY)));
    LanguageModel model =
        ServiceLoader.load(ModelProvider.class).stream()
            .flatMap(provider ->
                provider
                    .get()
                    .open(connection, new CallPolicy(retries, Duration.ofSeconds(20)), notices::add)
                    .stream())
            .findFirst()
            .orElseThrow();
    opened.add(model);
    return model;
  }

  private ModelReply call(ModelRequest request) throws Exception {
    return model(0).call(request);
  }

  private ModelException failure(ModelRequest request) {
    return catchThrowableOfType(ModelException.class, () -> call(request));
  }

  private void answers(String body) {
    SERVICE.stubFor(post(urlEqualTo(format.path())).willReturn(okJson(body)));
  }

  private void streams(List<String> pieces) {
    SERVICE.stubFor(
        post(urlEqualTo(format.streamPath()))
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", format.streamType())
                    .withBody(format.bytes(pieces))));
  }

  private void verifyAsked(String body) {
    SERVICE.verify(
        1, postRequestedFor(urlEqualTo(format.path())).withRequestBody(equalToJson(body)));
  }

  @Test
  void aTextIsTheOutputWithModelUsageAndTheWordForTheEnd() throws Exception {
    answers(format.text());

    ModelReply reply = call(Asked.ordinary());

    assertThat(reply.output()).isEqualTo(Value.of("Hi there"));
    assertThat(reply.finishReason()).isEqualTo(format.stopWord());
    assertThat(reply.model()).isEqualTo(format.model());
    assertThat(reply.usage().prompt()).isEqualTo(11);
    assertThat(reply.usage().completion()).isEqualTo(7);
    assertThat(reply.usage().total()).isEqualTo(18);
  }

  @Test
  void aChatIsAskedInTheVendorsWords() throws Exception {
    answers(format.text());

    call(Asked.ordinary());

    verifyAsked(format.askedChat());
    assertThat(notices).hasSize(format.stops() ? 0 : 1);
  }

  @Test
  void theKeyGoesIntoItsHeaderAndNowhereElse() throws Exception {
    answers(format.text());

    call(Asked.ordinary());

    SERVICE.verify(
        postRequestedFor(anyUrl()).withHeader(format.keyHeader(), equalTo(format.keyValue())));
    var sent = SERVICE.getAllServeEvents().getFirst().getRequest();
    assertThat(sent.getUrl() + sent.getBodyAsString()).doesNotContain("canary");
    assertThat(
            sent.getHeaders().all().stream()
                .filter(header -> header.values().toString().contains("canary")))
        .hasSize(1);
  }

  @Test
  void aPictureIsSentAsData() throws Exception {
    answers(format.text());

    call(Asked.image());

    verifyAsked(format.askedImage());
  }

  @Test
  void toolsAreOffered() throws Exception {
    answers(format.toolCall());

    call(Asked.tools());

    verifyAsked(format.askedTools());
  }

  @Test
  void aToolCallIsTheMessageThatPromptFlowGives() throws Exception {
    answers(format.toolCall());

    assertIsCall(call(Asked.tools()));
  }

  private void assertIsCall(ModelReply reply) {
    assertThat(reply.output()).isInstanceOf(Value.Mapping.class);
    var message = (Value.Mapping) reply.output();
    assertThat(message.entries().keySet())
        .containsSubsequence(
            "content", "refusal", "role", "annotations", "audio", "function_call", "tool_calls");
    assertThat(message.get("role")).isEqualTo(Value.of("assistant"));
    assertThat(message.get("content")).isEqualTo(Value.Null.NULL);
    var call =
        (Value.Mapping) ((Value.Sequence) message.entries().get("tool_calls")).items().get(0);
    assertThat(call.get("id")).isEqualTo(Value.of(format.callId()));
    assertThat(call.get("type")).isEqualTo(Value.of("function"));
    var function = (Value.Mapping) call.entries().get("function");
    assertThat(function.get("name")).isEqualTo(Value.of("weather"));
    assertThat(Json.read(((Value.Text) function.entries().get("arguments")).text()))
        .isEqualTo(Json.read("{\"city\": \"Rome\"}"));
  }

  @Test
  void whatToolsGaveGoesBackToTheModel() throws Exception {
    answers(format.text());

    call(Asked.history());

    verifyAsked(format.askedHistory());
  }

  @Test
  void anAnswerOfASchemaIsAskedFor() throws Exception {
    answers(format.text());

    call(Asked.json());

    verifyAsked(format.askedJson());
  }

  @Test
  void aStreamIsHandedOnPieceByPieceAndGivesTheSameReply() throws Exception {
    answers(format.text());
    ModelReply whole = call(Asked.ordinary());
    SERVICE.resetAll();
    streams(format.streamedText());
    var pieces = new ArrayList<String>();

    ModelReply streamed = model(0).stream(Asked.ordinary(), pieces::add);

    assertThat(pieces).containsExactly("Hi", " there");
    assertThat(streamed).isEqualTo(whole);
  }

  @Test
  void aToolCallInAStreamIsPutTogether() throws Exception {
    streams(format.streamedToolCall());

    assertIsCall(model(0).stream(Asked.tools(), _ -> {}));
  }

  @Test
  void aStreamThatDoesNotSayThatItEndedIsAFailureAndNotRepeatedOnceAPieceIsOut() {
    streams(format.unfinishedStream());

    var problem =
        catchThrowableOfType(
            ModelException.class, () -> model(3).stream(Asked.ordinary(), _ -> {}));

    assertThat(problem.code()).isEqualTo("truncated");
    SERVICE.verify(1, postRequestedFor(anyUrl()));
  }

  @Test
  void anErrorInTheMiddleOfAStreamIsAFailure() {
    streams(List.of(format.streamedText().getFirst(), format.errorPiece("overloaded now")));

    var problem =
        catchThrowableOfType(
            ModelException.class, () -> model(0).stream(Asked.ordinary(), _ -> {}));

    assertThat(problem.code()).isEqualTo("unavailable");
    assertThat(problem).hasMessageContaining("overloaded now").hasMessageContaining("'my_conn'");
  }

  @Test
  void aReaderThatHasGoneEndsTheStream() {
    streams(format.streamedText());

    assertThat(
            catchThrowableOfType(
                IllegalStateException.class,
                () ->
                    model(0).stream(
                        Asked.ordinary(),
                        _ -> {
                          throw new IllegalStateException("gone");
                        })))
        .hasMessage("gone");
  }

  @Test
  void anAnswerThatDoesNotSayThatItEndedIsAFailure() {
    answers(format.unfinishedText());

    assertThat(failure(Asked.ordinary()).code()).isEqualTo("truncated");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>login</html>",
        "",
        "null",
        "[]",
        "{}",
        "{\"x\": ",
        "7",
        "{\"choices\": 5, \"content\": {\"a\": 1}, \"candidates\": \"x\", \"message\": [1]}"
      })
  void aReplyThatMakesNoSenseIsOneFailureAndNeverAskedForAgain(String body) {
    answers(body);

    var problem = catchThrowableOfType(ModelException.class, () -> model(3).call(Asked.ordinary()));

    assertThat(problem.code()).isEqualTo("bad-reply");
    assertThat(problem).hasMessageContaining("'my_conn'");
    SERVICE.verify(1, postRequestedFor(anyUrl()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>login</html>", "", "data: x\n\n", "{}"})
  void aStreamThatIsNoneIsAFailure(String body) {
    streams(List.of(body));

    var problem =
        catchThrowableOfType(
            ModelException.class, () -> model(0).stream(Asked.ordinary(), _ -> {}));

    assertThat(problem.code()).isIn("bad-reply", "truncated");
  }

  @ParameterizedTest
  @CsvSource({
    "401, unauthorized, check the connection's api_key",
    "403, unauthorized, check the connection's api_key",
    "402, quota, plan and billing",
    "404, not-found, 'model-1'",
    "400, bad-request, the vendor's own words",
    "429, rate-limited, too many requests",
    "500, unavailable, the vendor's own words",
    "529, unavailable, the vendor's own words"
  })
  void aRefusalHasACodeAndSaysWhatToCheck(int status, String code, String said) {
    refuses(status, format.error("the vendor's own words"));

    ModelException problem = failure(Asked.ordinary());

    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem)
        .hasMessageContaining(said)
        .hasMessageContaining("the vendor's own words")
        .hasMessageContaining("'my_conn'");
    SERVICE.verify(1, postRequestedFor(anyUrl()));
  }

  private void refuses(int status, String body) {
    SERVICE.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(status).withBody(body)));
  }

  @Test
  void aPromptThatIsTooLongIsNamedAsSuch() {
    refuses(400, format.tooLong());

    assertThat(failure(Asked.ordinary())).hasMessageContaining("shorten the prompt");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 500})
  void aKeyThatTheServiceRepeatsIsNotSaid(int status) {
    refuses(status, format.error("wrong key " + Asked.KEY + " given"));

    Throwable problem = failure(Asked.ordinary());

    for (; problem != null; problem = problem.getCause()) {
      assertThat(String.valueOf(problem)).doesNotContain("canary");
    }
  }

  @Test
  void aServiceThatIsBusyIsAskedAgainAfterTheTimeItAsksFor() throws Exception {
    SERVICE.stubFor(
        post(anyUrl())
            .inScenario("busy")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("free")
            .willReturn(
                aResponse()
                    .withStatus(429)
                    .withHeader("Retry-After", "0")
                    .withBody(format.error("slow down"))));
    SERVICE.stubFor(
        post(anyUrl())
            .inScenario("busy")
            .whenScenarioStateIs("free")
            .willReturn(okJson(format.text())));

    assertThat(model(1).call(Asked.ordinary()).output()).isEqualTo(Value.of("Hi there"));
    SERVICE.verify(2, postRequestedFor(anyUrl()));
  }

  @Test
  void aSettingThatOnlyTheVendorKnowsGoesOverAsItIs() throws Exception {
    answers(format.text());

    call(Asked.chat("{\"top_k\": 7, \"max_tokens\": 9}"));

    assertThat(SERVICE.getAllServeEvents().getFirst().getRequest().getBodyAsString())
        .containsIgnoringWhitespaces("7");
    assertThat(notices).isEmpty();
  }

  @Test
  void aSettingThatTheVendorLacksIsLeftOutAndSaidOnce() throws Exception {
    answers(format.text());
    var lacking = (Value.Mapping) Json.read(format.lacks());
    LanguageModel model = model(0);

    model.call(Asked.chat(format.lacks()));
    model.call(Asked.chat(format.lacks()));

    for (String name : lacking.entries().keySet()) {
      assertThat(notices)
          .filteredOn(notice -> notice.contains("'" + name + "'"))
          .singleElement()
          .asString()
          .contains("'my_conn'", "is not sent");
      assertThat(SERVICE.getAllServeEvents().getFirst().getRequest().getBodyAsString())
          .doesNotContain(name);
    }
  }

  @Test
  void functionsAreOfferedAsToolsAndCalledAsFunctions() throws Exception {
    answers(format.toolCall());

    var message = (Value.Mapping) call(Asked.functions()).output();

    if (format.lacks().equals("{}")) {
      return; // OpenAI's own protocol hands functions on as they are
    }
    var function = (Value.Mapping) message.entries().get("function_call");
    assertThat(function.get("name")).isEqualTo(Value.of("weather"));
    assertThat(message.get("tool_calls")).isEqualTo(Value.Null.NULL);
  }
}
