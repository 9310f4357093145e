package io.promptflow4j.core.engine.service;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Nodes of type `mcp`, against real programs and a real HTTP server, good ones and bad ones.
class McpNodeTest {

  @TempDir private Path folder;

  @BeforeEach
  void copyTheServer() throws IOException {
    try (var script = McpNodeTest.class.getResourceAsStream("/mcp_server.py")) {
      Files.write(folder.resolve("server.py"), script.readAllBytes());
    }
  }

  @Nested
  class OverStandardStreams {

    @Test
    void aToolIsCalledWithTheInputsOfTheNode() throws IOException {
      assertThat(answer(run("good", "add", "{a: 20, b: 22}"))).isEqualTo("\"42\"");
    }

    @Test
    void aFlowHasOneProgramForAllItsCallsAndEndsIt() throws Exception {
      write("good", "data", "{}", "for_each: [1, 2, 3]");
      long pid;
      try (Flow flow = Flow.load(folder, settings())) {
        Value.Sequence first = (Value.Sequence) flow.run(Map.of()).outputs().get("answer");
        Value.Sequence second = (Value.Sequence) flow.run(Map.of()).outputs().get("answer");
        pid = number(first, "pid");

        assertThat(number(second, "pid")).isEqualTo(pid);
        assertThat(second.items()).hasSize(3);
      }
      ProcessHandle.of(pid).ifPresent(left -> left.onExit().orTimeout(20, TimeUnit.SECONDS).join());
      assertThat(ProcessHandle.of(pid)).isEmpty();
    }

    private static long number(Value.Sequence answers, String name) {
      return ((Value.Whole) ((Value.Mapping) answers.items().getFirst()).get(name))
          .number()
          .longValue();
    }

    @Test
    void thePictureOfAToolIsAPicture() throws IOException {
      FlowResult result = run("good", "picture", "{}");

      assertThat(result.outputs().get("answer")).isInstanceOf(Value.Image.class);
    }

    @Test
    void noKeyOfTheEnvironmentReachesTheProgram() throws IOException {
      String answer = answer(run("good", "environment", "{}"));

      assertThat(answer).contains("PATH", "SAID").doesNotContain("SECRET_API_KEY", "JAVA_HOME");
    }

    @ParameterizedTest
    @CsvSource({
      "good, fail, '{}', failed: no luck today",
      "good, ad, '{}', has no tool 'ad'",
      "good, add, '{a: 1}', \"'b' is missing\"",
      "good, add, '{a: 1, b: one}', \"'b' has to be number, but is \"",
      "good, add, '{a: 1, b: 2, c: 3}', there is no 'c'",
      "good, add, '{a: 1, b: 2, unit: mile}', has to be one of",
      "dies, add, '{a: 1, b: 2}', has ended with exit code 3; it said: out of luck",
      "hangs, add, '{a: 1, b: 2}', did not answer in time",
      "old, add, '{a: 1, b: 2}', speaks version '1999-01-01'",
      "floods, add, '{a: 1, b: 2}', more than 16 MiB",
    })
    void whatAServerDoesWrongIsAFailureOfTheNode(
        String mode, String tool, String inputs, String message) throws IOException {
      FlowResult result = run(mode, tool, inputs);

      assertThat(result.failure().orElseThrow().message())
          .contains(message.replace("\"", "").strip());
    }

    @Test
    void aServerThatDiedIsStartedAgainForTheNextCall() throws IOException {
      write("dies", "add", "{a: 1, b: 2}", "retry: {max: 2, wait: 0}");
      try (Flow flow = Flow.load(folder, settings())) {
        assertThat(flow.run(Map.of()).failure().orElseThrow().message()).contains("exit code 3");
      }
    }

    @Test
    void aProgramThatIsNotThereIsToldOf() throws IOException {
      write("good", "add", "{}", "");
      Files.writeString(folder.resolve("mcp.yaml"), "test: {command: no-such-program-here}");
      try (Flow flow = Flow.load(folder, settings())) {
        assertThat(flow.run(Map.of()).failure().orElseThrow().message())
            .contains("the MCP server 'test' can't be started");
      }
    }

    @Test
    void checkingAFlowStartsNothing() throws IOException {
      write("good", "add", "{}", "");
      Files.writeString(
          folder.resolve("mcp.yaml"), "test: {command: sh, args: [-c, 'touch started']}");

      assertThat(Flow.check(folder, settings()).isValid()).isTrue();

      try (Flow _ = Flow.load(folder, settings())) {
        assertThat(folder.resolve("started")).doesNotExist();
      }
    }
  }

  @Nested
  class OverHttp {

    @Test
    void aSessionIsBegunUsedAndEnded() throws IOException {
      var service = new WireMockServer(options().dynamicPort());
      service.start();
      try {
        stub(service, "initialize", "{\"protocolVersion\": \"2025-06-18\", \"capabilities\": {}}");
        stub(service, "tools/list", "{\"tools\": [{\"name\": \"add\", \"inputSchema\": {}}]}");
        stub(service, "tools/call", "{\"content\": [{\"type\": \"text\", \"text\": \"42\"}]}");
        service.stubFor(delete("/mcp").willReturn(aResponse().withStatus(204)));
        write("good", "add", "{a: 1}", "");
        Files.writeString(
            folder.resolve("mcp.yaml"),
            "servers: {test: {url: '%s/mcp', headers: {X-Team: flows}}}"
                .formatted(service.baseUrl()));

        try (Flow flow = Flow.load(folder, settings())) {
          assertThat(answer(flow.run(Map.of()))).isEqualTo("\"42\"");
        }

        service.verify(
            deleteRequestedFor(urlEqualTo("/mcp"))
                .withHeader("Mcp-Session-Id", equalTo("s-1"))
                .withHeader("MCP-Protocol-Version", equalTo("2025-06-18"))
                .withHeader("X-Team", equalTo("flows")));
      } finally {
        service.stop();
      }
    }

    /// The initialization is answered as JSON, everything else as a stream of events.
    private static void stub(WireMockServer service, String method, String result) {
      boolean first = method.equals("initialize");
      String ids = first ? "1" : method.equals("tools/list") ? "2" : "3";
      String message = "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}".formatted(ids, result);
      String log = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{}}";
      service.stubFor(
          post("/mcp")
              .withRequestBody(matchingJsonPath("$[?(@.method == '%s')]".formatted(method)))
              .willReturn(
                  first
                      ? okJson(message).withHeader("Mcp-Session-Id", "s-1")
                      : aResponse()
                          .withHeader("Content-Type", "text/event-stream")
                          .withBody(
                              "event: message\ndata: %s\n\nid: 7\ndata: %s\n\n"
                                  .formatted(log, message))));
      service.stubFor(
          post("/mcp")
              .withRequestBody(matchingJsonPath("$[?(@.method == 'notifications/initialized')]"))
              .willReturn(aResponse().withStatus(202)));
    }

    @Test
    void aServerBehindAnAddressThatIsNoneOfOursIsNotCalled() throws IOException {
      write("good", "add", "{a: 1}", "");
      Files.writeString(folder.resolve("mcp.yaml"), "test: {url: 'http://169.254.169.254/mcp'}");

      try (Flow flow = Flow.load(folder, settings())) {
        assertThat(flow.run(Map.of()).failure().orElseThrow().message()).contains("link-local");
      }
    }
  }

  @Nested
  class Checked {

    private static final String TOOLS =
        """
        {"test": [{"name": "add", "description": "Adds.", "inputSchema": {"type": "object",
          "properties": {"a": {"type": "integer"}, "b": {"type": "number"}}, "required": ["a", "b"]}}]}
        """;

    @Test
    void aToolThatIsNotRememberedIsAMistake() throws IOException {
      write("good", "ad", "{}", "");
      Files.writeString(folder.resolve("mcp-tools.json"), TOOLS);

      assertThat(Flow.check(folder, settings()).diagnostics())
          .singleElement()
          .asString()
          .contains("unknown-mcp-tool", "Did you mean 'add'?");
    }

    @Test
    void argumentsAreHeldAgainstWhatIsRemembered() throws IOException {
      write("good", "add", "{a: one, c: 1}", "");
      Files.writeString(folder.resolve("mcp-tools.json"), TOOLS);

      assertThat(Flow.check(folder, settings()).diagnostics())
          .extracting(found -> found.code())
          .containsExactlyInAnyOrder("wrong-literal-type", "wrong-mcp", "missing-parameter");
    }
  }

  private FlowResult run(String mode, String tool, String inputs) throws IOException {
    write(mode, tool, inputs, mode.equals("hangs") ? "timeout: 1.5" : "");
    try (Flow flow = Flow.load(folder, settings())) {
      return flow.run(Map.of());
    }
  }

  private void write(String mode, String tool, String inputs, String more) throws IOException {
    Files.writeString(
        folder.resolve("mcp.yaml"),
        "test: {command: python3, args: [server.py, %s], env: {SAID: hello}}".formatted(mode));
    Files.writeString(
        folder.resolve("flow.dag.yaml"),
        """
        outputs: {answer: "${ask.output}"}
        nodes:
        - name: ask
          type: mcp
          mcp: {server: test, tool: %s}
          inputs: %s
          %s
        """
            .formatted(tool, inputs, more));
  }

  private static FlowSettings settings() {
    return FlowSettings.defaults()
        .withEnvironment(Map.of("SECRET_API_KEY", "sesame-4711", "JAVA_HOME", "/nowhere"));
  }

  private static String answer(FlowResult result) {
    Value answer = result.outputs().get("answer");
    assertThat(answer).as(result.failure().toString()).isNotNull();
    return Json.write(answer);
  }
}
