package io.promptflow4j.core.tool.builtin;

import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.tool.ToolSignature;
import io.promptflow4j.core.tool.http.HttpTools;
import io.promptflow4j.core.value.Value;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Searches the web with SerpAPI; gives its answer as it is.
final class SerpTool implements Tool {

  private final ToolSignature signature;
  private final HttpTools http;
  private final URI service;

  SerpTool(String id, HttpTools http, URI service) {
    this.signature =
        new ToolSignature(
            id,
            "Searches the web.",
            List.of(
                Given.connection("SerpConnection"),
                Given.text("query", true),
                Given.text("location", false),
                Given.text("safe", false),
                Given.text("num", false),
                Given.text("engine", false)),
            false,
            false);
    this.http = http;
    this.service = service;
  }

  @Override
  public ToolSignature signature() {
    return signature;
  }

  @Override
  public boolean isCode() {
    return false;
  }

  @Override
  public ToolResult call(ToolCall call) throws InterruptedException {
    var given = new Given(call);
    Connection connection = given.connected().connection();
    String engine = given.text("engine", "google");
    var query = new LinkedHashMap<String, String>();
    query.put("engine", engine);
    query.put("num", given.text("num", "10"));
    query.put("safe", given.text("safe", "off"));
    query.put("q", given.text("query", ""));
    if (!given.text("location", "").isEmpty()) {
      query.put("location", given.text("location", ""));
    }
    query.put("api_key", Given.key(connection));
    String written =
        query.entrySet().stream()
            .map(one ->
                one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    Value answer =
        new ServiceAsked("SerpAPI", http, connection, call)
            .answer(
                "GET",
                URI.create(service + "/search?" + written),
                Map.of("Accept", "application/json"),
                "");
    return new ToolResult(answer);
  }
}
