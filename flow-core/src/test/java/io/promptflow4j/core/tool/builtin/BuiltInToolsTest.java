package io.promptflow4j.core.tool.builtin;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.tool.Argument;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.tool.http.HttpTools;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What prompt flow's package tools send, and what they make of answers. The forms are those of the
/// services' own reference pages.
class BuiltInToolsTest {

  private final WireMockServer service = new WireMockServer(options().dynamicPort());
  private final HttpTools http = new HttpTools();

  @BeforeEach
  void start() {
    service.start();
  }

  @AfterEach
  void stop() {
    http.close();
    service.stop();
  }

  @Test
  void serpApiIsAskedWithTheKeyOfTheConnection() throws InterruptedException {
    service.stubFor(get(anyUrl()).willReturn(okJson("{\"organic_results\": []}")));

    Value answer =
        call(
            "promptflow.tools.serpapi.SerpAPI.search",
            ConnectionType.SERP,
            Map.of("query", "rain & boots", "num", "3", "location", ""));

    assertThat(Json.write(answer)).isEqualTo("{\"organic_results\":[]}");
    service.verify(
        getRequestedFor(
            urlEqualTo("/search?engine=google&num=3&safe=off&q=rain+%26+boots&api_key=k-4711")));
  }

  @Test
  void contentSafetySaysWhichActionFollows() throws InterruptedException {
    service.stubFor(
        post(anyUrl())
            .willReturn(
                okJson(
                    """
                    {"categoriesAnalysis": [{"category": "Hate", "severity": 2}, {"category": "SelfHarm", "severity": 0},
                     {"category": "Sexual", "severity": 4}, {"category": "Violence", "severity": 6}]}
                    """)));

    Value answer =
        call(
            "promptflow.tools.azure_content_safety.analyze_text",
            ConnectionType.AZURE_CONTENT_SAFETY,
            Map.of(
                "text", "some text",
                "hate_category", "high_sensitivity",
                "violence_category", "disable"));

    assertThat(Json.write(answer))
        .isEqualTo(
            "{\"suggested_action\":\"Reject\",\"action_by_category\":{\"Hate\":\"Reject\",\"SelfHarm\":\"Accept\",\"Sexual\":\"Reject\",\"Violence\":\"Accept\"}}");
    service.verify(
        postRequestedFor(urlEqualTo("/contentsafety/text:analyze?api-version=2023-10-01"))
            .withHeader("Ocp-Apim-Subscription-Key", equalTo("k-4711"))
            .withRequestBody(equalToJson("{\"text\": \"some text\"}")));
  }

  @Test
  void aRefusalIsAFailureThatSaysWhy() {
    service.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(401).withBody("bad key")));

    assertThatThrownBy(() ->
            call(
                "promptflow.tools.serpapi.SerpAPI.search",
                ConnectionType.SERP,
                Map.of("query", "x")))
        .isInstanceOf(ToolException.class)
        .hasMessage("SerpAPI answered 401: bad key");
  }

  private Value call(String id, ConnectionType type, Map<String, String> inputs)
      throws InterruptedException {
    var arguments = new LinkedHashMap<String, Argument>();
    Map<String, String> settings =
        type == ConnectionType.SERP ? Map.of() : Map.of("endpoint", service.baseUrl() + "/");
    arguments.put(
        "connection",
        new Argument.Connected(
            new Connection("c", type, settings, Map.of("api_key", new Secret("k-4711")))));
    inputs.forEach((name, text) -> arguments.put(name, new Argument.Data(Value.of(text))));
    return Objects.requireNonNull(
            BuiltInTools.over(http, URI.create(service.baseUrl())).get(id), id)
        .call(new ToolCall("ask", arguments, Duration.ofSeconds(30)))
        .value();
  }
}
