package io.promptflow4j.cli.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.core.value.Json;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `pf mcp tools` with a real program as the server.
class McpToolsCommandTest {

  private static final String SERVER =
      """
      import json, sys

      for line in sys.stdin:
          asked = json.loads(line)
          results = {
              "initialize": {"protocolVersion": "2025-06-18", "capabilities": {}},
              "tools/list": {"tools": [{"name": "add", "description": "Adds numbers.\\nAll of them.",
                                        "inputSchema": {"type": "object"}}]},
          }
          if "id" in asked:
              print(json.dumps({"jsonrpc": "2.0", "id": asked["id"], "result": results[asked["method"]]}),
                    flush=True)
      """;

  @TempDir private Path folder;
  private Called.Place place;

  @BeforeEach
  void write() throws IOException {
    place = new Called.Place(folder);
    place.write("flow/server.py", SERVER);
    place.write("flow/mcp.yaml", "sums: {command: python3, args: [server.py]}\n");
    place.write("flow/flow.dag.yaml", "nodes: []\noutputs: {}\n");
  }

  @Test
  void theToolsOfEachServerAreListedAndKept() {
    Called listed = place.pf("mcp", "tools", "--flow", "flow");
    Called data = place.pf("mcp", "tools", "--flow", "flow", "--write", "--format", "json");

    assertThat(listed.exit()).isZero();
    assertThat(listed.out()).isEqualTo("sums  add  Adds numbers.\n");
    assertThat(Json.read(data.out()).toString()).contains("sums", "add", "inputSchema");
    assertThat(folder.resolve("flow/mcp-tools.json")).content().contains("\"add\"");
    assertThat(data.err()).contains("written to");
  }

  @Test
  void aServerThatDoesNotAnswerIsToldOfAndTheOthersAreListed() throws IOException {
    place.write(
        "flow/mcp.yaml",
        "sums: {command: python3, args: [server.py]}\nnone: {command: no-such-program-4711}\n");

    Called listed = place.pf("mcp", "tools", "--flow", "flow");

    assertThat(listed.exit()).isEqualTo(1);
    assertThat(listed.out()).contains("sums  add  Adds numbers.");
    assertThat(listed.err()).contains("the MCP server 'none' can't be started");
  }
}
