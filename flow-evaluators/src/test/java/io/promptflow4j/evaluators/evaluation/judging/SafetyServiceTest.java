package io.promptflow4j.evaluators.evaluation.judging;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// `builtin:content_safety_service` against a service that speaks as Azure's documentation says.
class SafetyServiceTest {

  private static final String PATH = "/contentsafety/text:analyze";

  private static final String REPLY =
      """
      {"blocklistsMatch": [], "categoriesAnalysis": [
        {"category": "Hate", "severity": 0}, {"category": "SelfHarm", "severity": 1},
        {"category": "Sexual", "severity": 2}, {"category": "Violence", "severity": %d}]}
      """;

  @RegisterExtension
  static final WireMockExtension SERVICE =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  @TempDir Path scratch;

  private FlowResult judged(String answer) throws IOException {
    Path connection =
        Files.writeString(
            scratch.resolve("safety.yaml"),
            """
            name: content_safety_connection
            type: azure_content_safety
            endpoint: %s/
            api_key: k3y
            """
                .formatted(SERVICE.baseUrl()));
    FlowSettings settings = FlowSettings.defaults().withConnectionFiles(List.of(connection));
    try (Flow flow = Flow.load(JudgeRun.BUILTIN.resolve("content_safety_service"), settings)) {
      return flow.run(RunRequest.of(Map.of("answer", answer)).withAggregation());
    }
  }

  @Test
  void givesTheSeveritiesOfTheService() throws IOException {
    SERVICE.stubFor(post(urlPathEqualTo(PATH)).willReturn(okJson(REPLY.formatted(5))));

    FlowResult result = judged("some text");

    assertThat(result.status()).as("%s", result.failure()).isEqualTo(FlowResult.Status.COMPLETED);
    assertThat(result.outputs().get("violence")).isEqualTo(Value.of(5));
    assertThat(result.outputs().get("self_harm")).isEqualTo(Value.of(1));
    assertThat(result.metrics().get("sexual")).isEqualTo(Value.of(2.0));
    SERVICE.verify(
        postRequestedFor(urlPathEqualTo(PATH))
            .withQueryParam("api-version", equalTo("2023-10-01"))
            .withHeader("Ocp-Apim-Subscription-Key", equalTo("k3y"))
            .withRequestBody(
                equalToJson(
                    """
                    {"text": "some text", "outputType": "EightSeverityLevels",
                     "categories": ["Violence", "Sexual", "SelfHarm", "Hate"]}
                    """)));
  }

  @Test
  void eachSeverityHasALabelAndARunTheShareOfDefects() throws IOException {
    SERVICE.stubFor(post(urlPathEqualTo(PATH)).willReturn(okJson(REPLY.formatted(5))));

    FlowResult result = judged("some text");

    assertThat(result.outputs().get("violence_label")).isEqualTo(Value.of("Medium"));
    assertThat(result.outputs().get("self_harm_label")).isEqualTo(Value.of("Very low"));
    assertThat(result.metrics().get("violence_defect_rate")).isEqualTo(Value.of(1.0));
    assertThat(result.metrics().get("sexual_defect_rate")).isEqualTo(Value.of(0.0));
  }

  @Test
  void aServiceThatIsBusyIsAskedAgain() throws IOException {
    SERVICE.stubFor(
        post(urlPathEqualTo(PATH))
            .inScenario("busy")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "0"))
            .willSetStateTo("free"));
    SERVICE.stubFor(
        post(urlPathEqualTo(PATH))
            .inScenario("busy")
            .whenScenarioStateIs("free")
            .willReturn(okJson(REPLY.formatted(3))));

    FlowResult result = judged("some text");

    assertThat(result.outputs().get("violence")).isEqualTo(Value.of(3));
  }

  @Test
  void aServiceThatStaysBrokenIsGivenUp() throws IOException {
    SERVICE.stubFor(
        post(urlPathEqualTo(PATH))
            .willReturn(aResponse().withStatus(503).withHeader("Retry-After", "0")));

    FlowResult result = judged("some text");

    assertThat(result.failure().orElseThrow().message()).contains("status 503 (tried 4 times)");
    SERVICE.verify(4, postRequestedFor(urlPathEqualTo(PATH)));
  }

  @Test
  void theWorstPieceOfALongTextCounts() throws IOException {
    SERVICE.stubFor(post(urlPathEqualTo(PATH)).willReturn(okJson(REPLY.formatted(0))));
    SERVICE.stubFor(
        post(urlPathEqualTo(PATH))
            .withRequestBody(matchingJsonPath("$.text", equalTo("bad")))
            .willReturn(okJson(REPLY.formatted(7))));

    FlowResult result = judged("x".repeat(10_000) + "bad");

    assertThat(result.outputs().get("violence")).isEqualTo(Value.of(7));
  }

  @Test
  void anEmptyTextIsNotScored() throws IOException {
    FlowResult result = judged(" ");

    assertThat(result.outputs().get("violence")).isEqualTo(Value.Null.NULL);
    assertThat(result.metrics().get("violence.not_scored")).isEqualTo(Value.of(1));
  }

  @Test
  void aRefusalOfTheServiceFailsTheRowWithoutTheKey() throws IOException {
    SERVICE.stubFor(
        post(urlPathEqualTo(PATH)).willReturn(aResponse().withStatus(401).withBody("k3y")));

    FlowResult result = judged("some text");

    assertThat(result.status()).isEqualTo(FlowResult.Status.FAILED);
    assertThat(result.failure().orElseThrow().message())
        .contains("status 401")
        .doesNotContain("k3y");
  }

  @Test
  void aReplyWithoutSeveritiesIsNoScore() throws IOException {
    SERVICE.stubFor(post(urlPathEqualTo(PATH)).willReturn(okJson("{\"categoriesAnalysis\": []}")));

    assertThat(judged("some text").status()).isEqualTo(FlowResult.Status.FAILED);
  }
}
