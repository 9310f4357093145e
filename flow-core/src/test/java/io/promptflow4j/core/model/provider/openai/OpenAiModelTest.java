package io.promptflow4j.core.model.provider.openai;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelParameters;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.model.provider.CallPolicy;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiModelTest {

  @RegisterExtension
  static final WireMockExtension SERVICE =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  private static OpenAiModel model() {
    return Calls.modelAt(SERVICE.baseUrl() + "/v1");
  }

  private static void answers(String body) {
    SERVICE.stubFor(post(urlPathEqualTo("/v1/chat/completions")).willReturn(okJson(body)));
  }

  @Nested
  class Replies {

    @Test
    void giveTextModelUsageAndFinishReason() throws Exception {
      answers(Calls.reply("hi"));

      assertThat(model().call(Calls.chat("{}")))
          .isEqualTo(
              new ModelReply(
                  Value.of("hi"), "stop", "gpt-4o-2024-08-06", new TokenUsage(11, 7, 18, 4, 3)));
    }

    @Test
    void withoutContentGiveNothing() throws Exception {
      answers(Calls.reply("hi").replace("\"hi\"", "null"));

      assertThat(model().call(Calls.chat("{}")).output()).isEqualTo(Value.Null.NULL);
    }

    // field order of openai 2.54's ChatCompletionMessage.model_dump()
    @Test
    void giveTheWholeMessageWhenToolsWereOffered() throws Exception {
      answers(
          """
          {"model": "m", "choices": [{"finish_reason": "tool_calls", "message": {
             "role": "assistant", "content": null, "x_extra": [1],
             "tool_calls": [{"index": 0, "type": "function", "id": "t1",
                             "function": {"name": "f", "arguments": "{}"}}]}}]}
          """);

      Value output = model().call(Calls.chat("{\"tools\": [{\"type\": \"function\"}]}")).output();

      assertThat(Json.write(output))
          .isEqualTo(
              "{\"content\":null,\"refusal\":null,\"role\":\"assistant\",\"annotations\":null,"
                  + "\"audio\":null,\"function_call\":null,\"tool_calls\":[{\"id\":\"t1\","
                  + "\"function\":{\"arguments\":\"{}\",\"name\":\"f\"},\"type\":\"function\","
                  + "\"index\":0}],\"x_extra\":[1]}");
    }

    @Test
    void giveTheFunctionCallWhenFunctionsWereOffered() throws Exception {
      answers(
          """
          {"model": "m", "choices": [{"finish_reason": "function_call", "message": {
             "role": "assistant", "content": null,
             "function_call": {"name": "f", "arguments": "{\\"a\\":1}"}}}]}
          """);

      var output =
          (Value.Mapping) model().call(Calls.chat("{\"functions\": [{\"name\": \"f\"}]}")).output();

      assertThat(output.get("function_call"))
          .isEqualTo(Json.read("{\"name\": \"f\", \"arguments\": \"{\\\"a\\\":1}\"}"));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            <html>login</html>                    | bad-reply | a web page
            {}                                    | bad-reply | without any choice
            null                                  | bad-reply | without any choice
            {"choices": []}                       | bad-reply | without any choice
            {"choices": [{}]}                     | bad-reply | not a reply
            {"choices": 5}                        | bad-reply | not a reply
            {"choices": [                         | bad-reply | not a reply
            {"error": {"message": "overloaded"}}  | unavailable | overloaded
            {"choices": [{"message": {"content": "x"}}]} | truncated | without saying
            """)
    void thatMakeNoSenseAreFailuresThatSayWhy(String body, String code, String said) {
      SERVICE.stubFor(
          post(urlPathEqualTo("/v1/chat/completions")).willReturn(aResponse().withBody(body)));

      ModelException problem = failure();

      assertThat(problem.code()).isEqualTo(code);
      assertThat(problem).hasMessageContaining(said).hasMessageContaining("'my_conn'");
    }
  }

  @Nested
  class Refusals {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            400 | {"error": {"message": "bad temperature"}}                        | bad-request    | bad temperature
            400 | {"error": {"message": "x", "code": "context_length_exceeded"}}   | bad-request    | shorten the prompt
            400 | {"error": {"message": "x", "code": "content_filter"}}            | content-filter | content filter
            401 | {"error": {"message": "Incorrect API key"}}                      | unauthorized   | check the connection's api_key
            403 | {"error": {"message": "Country, region, or territory not supported"}} | unauthorized | does not serve this region
            400 | {"error": {"message": "API version not supported"}}               | bad-request    | the connection's api_version
            403 | plain words                                                      | unauthorized   | plain words
            404 | {"error": {"message": "no such deployment"}}                     | not-found      | 'gpt-4o'
            408 | {}                                                               | timeout        | (408)
            409 | {}                                                               | unavailable    | (409)
            422 | {"detail": "unprocessable"}                                      | bad-request    | did not accept
            429 | {"error": {"message": "slow down"}}                              | rate-limited   | slow down
            429 | {"error": {"message": "x", "type": "insufficient_quota"}}        | quota          | no quota left
            500 | <html>oops</html>                                                | unavailable    | (500)
            529 | {"error": {"message": "overloaded"}}                             | unavailable    | overloaded
            302 | moved                                                            | bad-reply      | redirect
            """)
    void haveACodeAndSayWhatToCheck(int status, String body, String code, String said) {
      SERVICE.stubFor(
          post(urlPathEqualTo("/v1/chat/completions"))
              .willReturn(
                  aResponse()
                      .withStatus(status)
                      .withHeader("Location", "http://elsewhere.invalid/")
                      .withBody(body)));

      ModelException problem = failure();

      assertThat(problem.code()).isEqualTo(code);
      assertThat(problem).hasMessageContaining(said).hasMessageContaining("'my_conn'");
      SERVICE.verify(1, postRequestedFor(urlPathEqualTo("/v1/chat/completions")));
    }

    // the words of Azure OpenAI for a deployment that is not there
    @Test
    void ofADeploymentNameTheNodesAndTheConnectionsFields() {
      String words = "The API deployment for this resource does not exist.";
      SERVICE.stubFor(
          post(urlPathEqualTo("/openai/deployments/gpt-4o/chat/completions"))
              .willReturn(
                  aResponse()
                      .withStatus(404)
                      .withBody(
                          "{\"error\": {\"code\": \"DeploymentNotFound\", \"message\": \"%s\"}}"
                              .formatted(words))));
      var azure =
          new Connection(
              "my_azure",
              ConnectionType.AZURE_OPEN_AI,
              Map.of("api_base", SERVICE.baseUrl()),
              Map.of("api_key", new Secret(Calls.KEY)));

      try (var model = new OpenAiModel(azure, CallPolicy.DEFAULT, Calls.PATIENT)) {
        var problem =
            catchThrowableOfType(ModelException.class, () -> model.call(Calls.chat("{}")));

        assertThat(problem)
            .hasMessageContaining("'my_azure'")
            .hasMessageContaining(words)
            .hasMessageContaining("deployment_name")
            .hasMessageContaining("api_base and api_version");
      }
    }

    @Test
    void neverRepeatTheKeyThatAProviderEchoes() {
      SERVICE.stubFor(
          post(urlPathEqualTo("/v1/chat/completions"))
              .willReturn(
                  aResponse()
                      .withStatus(401)
                      .withBody("{\"error\": {\"message\": \"wrong key: " + Calls.KEY + "\"}}")));

      ModelException problem = failure();

      for (Throwable t = problem; t != null; t = t.getCause()) {
        assertThat(String.valueOf(t)).doesNotContain("canary");
      }
    }
  }

  @Test
  void aModelThatIsNotNamedIsAFailureOfItsOwn() {
    var request = Calls.chat("{}");
    var nameless =
        new ModelRequest(
            "n",
            request.api(),
            request.messages(),
            "",
            new ModelParameters(Optional.empty(), new LinkedHashMap<>()),
            request.limit());

    var problem = catchThrowableOfType(ModelException.class, () -> model().call(nameless));

    assertThat(problem.code()).isEqualTo("missing-model");
  }

  private static ModelException failure() {
    return catchThrowableOfType(ModelException.class, () -> model().call(Calls.chat("{}")));
  }
}
