package io.promptflow4j.core.engine;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.trace.TraceParent;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What a collector receives, read with OpenTelemetry's own classes.
class TracesTest {

  @RegisterExtension
  static final WireMockExtension COLLECTOR =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  @TempDir private Path folder;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void aFlow() throws IOException {
    COLLECTOR.stubFor(post(urlEqualTo("/v1/traces")).willReturn(aResponse().withStatus(200)));
    environment.put("PF_HOME_DIRECTORY", folder.resolve("home").toString());
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", COLLECTOR.baseUrl() + "/");
    write(
        "flow.dag.yaml",
        """
        name: helper
        inputs: {question: {type: string}}
        outputs: {answer: {type: string, reference: "${ask.output}"}}
        nodes:
        - {name: look, type: java, source: {type: code, path: Look.java}, inputs: {word: "${inputs.question}"}}
        - name: ask
          type: llm
          source: {type: code, path: ask.jinja2}
          api: chat
          connection: mine
          inputs: {model: m-1, temperature: 0.3, max_tokens: 50, found: "${look.output}"}
        """);
    write("ask.jinja2", "system:\nBe brief.\nuser:\n{{found}}\n");
    write(
        "Look.java",
        """
        class Look {
          public static String run(String word) {
            if (word.equals("fail")) {
              throw new IllegalStateException("no luck");
            }
            return "secret of " + word;
          }
        }
        """);
    write("scripted.yaml", "default: An answer.\n");
  }

  @Test
  void nothingIsSentUnlessItIsConfigured() {
    environment.remove("OTEL_EXPORTER_OTLP_ENDPOINT");
    run(Map.of("question", "x"), Optional.empty());
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", COLLECTOR.baseUrl());
    environment.put("OTEL_TRACES_EXPORTER", "none");
    run(Map.of("question", "x"), Optional.empty());

    COLLECTOR.verify(0, postRequestedFor(urlEqualTo("/v1/traces")));
  }

  @Test
  void theEndOfARunIsATraceOfItsAggregationNodes() throws IOException {
    write(
        "flow.dag.yaml",
        """
        name: helper
        inputs: {question: {type: string}}
        outputs: {}
        nodes:
        - name: count
          type: java
          aggregation: true
          source: {type: code, path: Count.java}
          inputs: {words: "${inputs.question}"}
        """);
    write(
        "Count.java",
        """
        import java.util.List;

        class Count {
          public static int run(List<Object> words) {
            if (words.size() > 2) {
              throw new IllegalStateException("too many");
            }
            return words.size();
          }
        }
        """);
    Value.Mapping line = Value.of(Map.of("${inputs.question}", Value.of("rain")));
    try (Flow flow = Flow.load(folder, FlowSettings.defaults().withEnvironment(environment))) {
      var _ = flow.aggregate(List.of(line, line));
    }

    Map<String, Span> spans = spans(received());
    Span root = one(spans, "invoke_workflow helper (aggregation)");
    assertThat(one(spans, "execute_tool count").getParentSpanId()).isEqualTo(root.getSpanId());
    assertThat(root.getParentSpanId()).isEqualTo(ByteString.EMPTY);
  }

  @Test
  void aLineIsATraceUnderTheNamesOfTheConventions() {
    environment.put("OTEL_SERVICE_NAME", "shop");
    environment.put("OTEL_EXPORTER_OTLP_HEADERS", "x-team=blue%20one");
    run(Map.of("question", "rain"), Optional.empty());

    ExportTraceServiceRequest received = received();
    assertThat(attributes(received.getResourceSpans(0).getResource().getAttributesList()))
        .containsEntry("service.name", text("shop"));
    Map<String, Span> spans = spans(received);
    assertThat(spans)
        .containsOnlyKeys("invoke_workflow helper", "execute_tool look", "ask", "chat m-1");
    Span root = one(spans, "invoke_workflow helper");
    Span ask = one(spans, "ask");
    Span chat = one(spans, "chat m-1");
    assertThat(root.getParentSpanId()).isEqualTo(ByteString.EMPTY);
    assertThat(ask.getParentSpanId()).isEqualTo(root.getSpanId());
    assertThat(chat.getParentSpanId()).isEqualTo(ask.getSpanId());
    assertThat(spans.values()).allMatch(span -> span.getTraceId().equals(root.getTraceId()));
    assertThat(chat.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
    assertThat(chat.getEndTimeUnixNano()).isGreaterThanOrEqualTo(chat.getStartTimeUnixNano());
    assertThat(attributes(chat.getAttributesList()))
        .containsEntry("gen_ai.operation.name", text("chat"))
        .containsEntry("gen_ai.provider.name", text("scripted"))
        .containsEntry("gen_ai.request.model", text("m-1"))
        .containsEntry(
            "gen_ai.request.temperature", AnyValue.newBuilder().setDoubleValue(0.3).build())
        .containsEntry("gen_ai.request.max_tokens", AnyValue.newBuilder().setIntValue(50).build())
        .containsKeys("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens")
        .containsKey("gen_ai.response.finish_reasons");
    assertThat(received.toString()).doesNotContain("rain", "An answer.", "Be brief");
    COLLECTOR.verify(
        postRequestedFor(urlEqualTo("/v1/traces"))
            .withHeader(
                "x-team", com.github.tomakehurst.wiremock.client.WireMock.equalTo("blue one")));
  }

  @Test
  void contentIsSentWhereSomebodyAsksForIt() {
    environment.put("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "true");
    environment.put("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip");
    run(Map.of("question", "rain"), Optional.empty());

    Map<String, Span> spans = spans(received());
    assertThat(attributes(one(spans, "chat m-1").getAttributesList()))
        .containsEntry(
            "gen_ai.input.messages",
            text(
                """
                [{"role":"system","parts":[{"type":"text","content":"Be brief."}]},\
                {"role":"user","parts":[{"type":"text","content":"secret of rain"}]}]\
                """))
        .containsEntry(
            "gen_ai.output.messages",
            text(
                """
                [{"role":"assistant","parts":[{"type":"text","content":"An answer."}],\
                "finish_reason":"stop"}]\
                """));
    assertThat(attributes(one(spans, "execute_tool look").getAttributesList()))
        .containsEntry("gen_ai.tool.call.result", text("secret of rain"));
  }

  @Test
  void aFailureHasItsCode() {
    run(Map.of("question", "fail"), Optional.empty());

    Map<String, Span> spans = spans(received());
    assertThat(one(spans, "execute_tool look").getStatus().getCode())
        .isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(attributes(one(spans, "execute_tool look").getAttributesList()))
        .containsEntry("error.type", text("tool-failed"));
    assertThat(attributes(one(spans, "invoke_workflow helper").getAttributesList()))
        .containsEntry("error.type", text("tool-failed"));
  }

  @Test
  void theSpanOfACallerIsTheParent() {
    var caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    run(Map.of("question", "x"), TraceParent.parse(caller));

    Span root = one(spans(received()), "invoke_workflow helper");
    assertThat(HexFormat.of().formatHex(root.getTraceId().toByteArray()))
        .isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(HexFormat.of().formatHex(root.getParentSpanId().toByteArray()))
        .isEqualTo("b7ad6b7169203331");
    COLLECTOR.resetRequests();
    run(Map.of("question", "x"), TraceParent.parse(caller.replace("-01", "-00")));
    COLLECTOR.verify(0, postRequestedFor(urlEqualTo("/v1/traces")));
    assertThat(TraceParent.parse("00-0-0-01")).isEmpty();
    assertThat(TraceParent.parse("00-" + "0".repeat(32) + "-b7ad6b7169203331-01")).isEmpty();
  }

  @Test
  void aCollectorThatIsBusyIsAskedAgainAndOneThatRefusesIsTold() {
    COLLECTOR.stubFor(
        post(urlEqualTo("/v1/traces"))
            .inScenario("busy")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withStatus(503))
            .willSetStateTo("free"));
    COLLECTOR.stubFor(
        post(urlEqualTo("/v1/traces"))
            .inScenario("busy")
            .whenScenarioStateIs("free")
            .willReturn(aResponse().withStatus(200)));
    assertThat(run(Map.of("question", "x"), Optional.empty())).isEmpty();
    COLLECTOR.verify(2, postRequestedFor(urlEqualTo("/v1/traces")));

    COLLECTOR.stubFor(post(urlEqualTo("/v1/traces")).willReturn(aResponse().withStatus(401)));
    assertThat(run(Map.of("question", "x"), Optional.empty()))
        .singleElement()
        .asString()
        .contains("can't be sent", "401");
    environment.put("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
    assertThat(run(Map.of("question", "x"), Optional.empty()))
        .singleElement()
        .asString()
        .contains("'grpc'");
  }

  /// Runs the flow to its end and closes it.
  ///
  /// @return what was told of traces
  private List<String> run(Map<String, String> inputs, Optional<TraceParent> parent) {
    Flow flow = Flow.load(folder, FlowSettings.defaults().withEnvironment(environment));
    try (flow) {
      FlowResult result = flow.run(RunRequest.of(inputs).withParent(parent));
      assertThat(result.status()).isNotEqualTo(FlowResult.Status.CANCELED);
    }
    return flow.notices().stream().filter(notice -> notice.contains("traces")).toList();
  }

  private static ExportTraceServiceRequest received() {
    var requests = COLLECTOR.findAll(postRequestedFor(urlEqualTo("/v1/traces")));
    assertThat(requests).hasSize(1);
    assertThat(requests.getFirst().getHeader("Content-Type")).isEqualTo("application/x-protobuf");
    try {
      return ExportTraceServiceRequest.parseFrom(requests.getFirst().getBody());
    } catch (InvalidProtocolBufferException broken) {
      throw new AssertionError(broken);
    }
  }

  private static Map<String, Span> spans(ExportTraceServiceRequest request) {
    return request.getResourceSpans(0).getScopeSpans(0).getSpansList().stream()
        .collect(Collectors.toMap(Span::getName, span -> span));
  }

  private static Span one(Map<String, Span> spans, String name) {
    return Objects.requireNonNull(spans.get(name), name);
  }

  private static Map<String, AnyValue> attributes(List<KeyValue> pairs) {
    return pairs.stream().collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
  }

  private static AnyValue text(String text) {
    return AnyValue.newBuilder().setStringValue(text).build();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
