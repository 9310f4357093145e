package io.promptflow4j.server.route.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.ModelService;
import io.promptflow4j.server.Served;
import io.promptflow4j.server.app.ServerSettings;
import io.promptflow4j.server.deployment.ServedFlow;
import io.promptflow4j.server.deployment.mcp.FlowTools;
import io.promptflow4j.server.deployment.mcp.LineServer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A served flow as a tool of MCP clients: the protocol's own Java client, and messages by hand.
class McpRoutesTest {

  @TempDir private Path folder;

  @Test
  void theOfficialClientListsAndCallsTheFlow() throws Exception {
    try (var model = new ModelService();
        var served = Served.of(Served.PLAIN, folder, model, ServerSettings.local(0));
        McpSyncClient client = client(served)) {
      assertThat(client.initialize().serverInfo().name()).isEqualTo("promptflow4j");
      McpSchema.Tool tool = client.listTools().tools().getFirst();
      var answer =
          client.callTool(
              new McpSchema.CallToolRequest(tool.name(), Map.of("text", "hey", "times", 2)));

      assertThat(tool.name()).isEqualTo("my-flow");
      assertThat(tool.inputSchema().required()).containsExactly("text");
      assertThat(tool.inputSchema().properties()).containsOnlyKeys("text", "times");
      assertThat(answer.isError()).isFalse();
      assertThat(answer.structuredContent()).isEqualTo(Map.of("shout", "HEYHEY"));
      assertThat(((McpSchema.TextContent) answer.content().getFirst()).text()).isEqualTo("HEYHEY");
    }
  }

  @Test
  void picturesAreSeenByTheClient() throws Exception {
    String flow =
        """
        inputs:
          picture: {type: image}
        outputs:
          picture: {type: image, reference: "${inputs.picture}"}
        nodes: []
        """;
    String pixel =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    try (var model = new ModelService();
        var served = Served.of(flow, folder, model, ServerSettings.local(0));
        McpSyncClient client = client(served)) {
      var _ = client.initialize();
      var arguments = Map.<String, Object>of("picture", Map.of("data:image/png;base64", pixel));

      var answer = client.callTool(new McpSchema.CallToolRequest("my-flow", arguments));

      assertThat(answer.content()).hasSize(1);
      assertThat(((McpSchema.ImageContent) answer.content().getFirst()).data()).isEqualTo(pixel);
      assertThat(((McpSchema.ImageContent) answer.content().getFirst()).mimeType())
          .isEqualTo("image/png");
    }
  }

  private static McpSyncClient client(Served served) {
    return McpClient.sync(
            HttpClientStreamableHttpTransport.builder(served.server.address())
                .endpoint("/mcp")
                .build())
        .requestTimeout(Duration.ofSeconds(60))
        .build();
  }

  @Test
  void whatIsWrongIsToldInTheWaysOfTheProtocol() throws Exception {
    try (var model = new ModelService();
        var served = Served.of(Served.PLAIN, folder, model, ServerSettings.local(0))) {
      assertThat(said(served, call("my-flow", "{}"))).contains("\"isError\":true", "text");
      assertThat(said(served, call("my-flow", "{\"text\":\"a\",\"times\":\"x\"}")))
          .contains("\"isError\":true", "times");
      assertThat(said(served, call("other", "{}"))).contains("-32602", "my-flow");
      assertThat(said(served, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/list\"}"))
          .contains("-32601");
      assertThat(said(served, "[]")).contains("-32600");
      assertThat(said(served, "{")).contains("-32700");
      assertThat(
              served
                  .post("/mcp", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")
                  .statusCode())
          .isEqualTo(202);
      assertThat(served.get("/mcp").statusCode()).isEqualTo(405);
      assertThat(
              served
                  .post("/mcp", call("my-flow", "{}"), "MCP-Protocol-Version", "1.0")
                  .statusCode())
          .isEqualTo(400);
      assertThat(
              served
                  .post("/mcp", call("my-flow", "{}"), "Origin", "https://evil.example")
                  .statusCode())
          .isEqualTo(403);
    }
  }

  private static String said(Served served, String message) throws Exception {
    return served.post("/mcp", message).body();
  }

  private static String call(String tool, String arguments) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":%s}}"
        .formatted(tool, arguments);
  }

  @Test
  void theSameIsAnsweredOverTwoStreams() throws Exception {
    Files.writeString(folder.resolve("flow.dag.yaml"), Served.PLAIN);
    Files.writeString(folder.resolve("shout.jinja2"), "{{ text | upper }}");
    var out = new ConcurrentLinkedQueue<String>();
    try (Flow flow = Flow.load(folder)) {
      var served = new ServedFlow("shout", flow, Optional.empty(), Duration.ofMinutes(1), _ -> {});
      String lines =
          """
          {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-03-26"}}

          no json
          {"jsonrpc":"2.0","id":7,"method":"tools/list"}
          """;
      new LineServer(new FlowTools(List.of(served), "1"), out::add)
          .serve(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
    }
    assertThat(out.stream().map(Json::read))
        .satisfiesExactly(
            one -> assertThat(one.toString()).contains("2025-03-26"),
            two -> assertThat(two.toString()).contains("32700"),
            three -> assertThat(((Value.Mapping) three).get("id")).isEqualTo(Value.of(7)));
  }
}
