package io.promptflow4j.core.tool.mcp;

import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.tool.Argument;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.tool.ToolException.Details;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.tool.ToolSignature;
import io.promptflow4j.core.tool.schema.ArgumentCheck;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Calls one tool of an MCP server.
final class McpTool implements Tool.Remote {

  private static final String CONNECTION = "connection";

  private final McpPlan plan;
  private final McpTools servers;
  private final ToolSignature signature;

  McpTool(McpPlan plan, McpTools servers) {
    this.plan = plan;
    this.servers = servers;
    this.signature =
        new ToolSignature(
            "mcp %s %s".formatted(plan.server().name(), plan.tool()).strip(),
            plan.server().written(),
            plan.parameters().orElse(List.of()),
            plan.parameters().isEmpty(),
            false);
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
    var arguments = new LinkedHashMap<String, Value>();
    call.arguments()
        .forEach((name, argument) -> {
          if (argument instanceof Argument.Data(var value)) {
            arguments.put(name, value);
          }
        });
    long deadline = System.nanoTime() + call.limit().toNanos();
    try {
      McpClient client = servers.client(plan.server(), connection(call));
      check(client, new Value.Mapping(arguments), deadline);
      Value.Mapping result = client.call(plan.tool(), new Value.Mapping(arguments), deadline);
      return new ToolResult(value(result));
    } catch (McpException broken) {
      throw failed(broken);
    }
  }

  @Override
  public List<Tool.Described> described(ToolCall call) throws InterruptedException {
    try {
      var tools =
          servers
              .client(plan.server(), connection(call))
              .tools(System.nanoTime() + call.limit().toNanos());
      List<Tool.Described> all =
          tools.values().stream()
              .filter(tool -> plan.tool().isEmpty() || tool.name().equals(plan.tool()))
              .map(tool -> new Tool.Described(tool.name(), tool.description(), tool.schema()))
              .toList();
      if (all.isEmpty()) {
        throw notCalled(
            "the MCP server '%s' has no tool '%s'".formatted(plan.server().name(), plan.tool()));
      }
      return all;
    } catch (McpException broken) {
      throw failed(broken);
    }
  }

  @Override
  public Tool named(String name) {
    return new McpTool(new McpPlan(plan.server(), name, Optional.empty()), servers);
  }

  private static Optional<Connection> connection(ToolCall call) {
    return call.arguments().get(CONNECTION) instanceof Argument.Connected(var found, var _)
        ? Optional.of(found)
        : Optional.empty();
  }

  private ToolException failed(McpException broken) {
    return new ToolException(
        "the MCP server '%s' %s".formatted(plan.server().name(), broken.getMessage()),
        Details.of(
            broken.kind() == McpException.Kind.TIMEOUT
                ? ToolException.Kind.TIMEOUT
                : ToolException.Kind.RAISED,
            "McpError"),
        broken);
  }

  /// What the server says of its tool holds before the tool is called.
  private void check(McpClient client, Value.Mapping arguments, long deadline)
      throws InterruptedException {
    var tools = client.tools(deadline);
    McpTools.Described tool = tools.get(plan.tool());
    if (tool == null) {
      throw notCalled(
          "the MCP server '%s' has no tool '%s'; it has %s.%s"
              .formatted(
                  plan.server().name(),
                  plan.tool(),
                  tools.isEmpty()
                      ? "none"
                      : tools.keySet().stream()
                          .limit(20)
                          .collect(Collectors.joining("', '", "'", "'")),
                  Suggestion.didYouMean(plan.tool(), tools.keySet())));
    }
    List<String> problems = ArgumentCheck.problems(tool.schema(), arguments);
    if (!problems.isEmpty()) {
      throw notCalled(
          "the tool '%s' of the MCP server '%s' was not called: %s"
              .formatted(plan.tool(), plan.server().name(), String.join("; ", problems)));
    }
  }

  private static ToolException notCalled(String message) {
    return new ToolException(message, Details.of(ToolException.Kind.NOT_CALLED, "McpError"));
  }

  private Value value(Value.Mapping result) {
    List<Value> content =
        result.get("content") instanceof Value.Sequence(var items) ? items : List.of();
    if (Value.Bool.TRUE.equals(result.get("isError"))) {
      String said = content.stream().map(McpTool::text).collect(Collectors.joining(" ")).strip();
      throw new ToolException(
          "the tool '%s' of the MCP server '%s' failed: %s"
              .formatted(
                  plan.tool(), plan.server().name(), said.isEmpty() ? "it does not say why" : said),
          Details.of("McpError"));
    }
    if (result.get("structuredContent") instanceof Value.Mapping data) {
      return data;
    }
    if (content.stream().allMatch(McpTool::isText)) {
      return Value.of(content.stream().map(McpTool::text).collect(Collectors.joining("\n")));
    }
    var parts = new ArrayList<Value>();
    content.forEach(part -> parts.add(part(part)));
    return parts.size() == 1 ? parts.getFirst() : new Value.Sequence(parts);
  }

  private static boolean isText(Value part) {
    return part instanceof Value.Mapping mapping && Value.of("text").equals(mapping.get("type"));
  }

  private static String text(Value part) {
    return part instanceof Value.Mapping mapping ? Messages.text(mapping.get("text")) : "";
  }

  private static Value part(Value part) {
    if (isText(part)) {
      return Value.of(text(part));
    }
    if (part instanceof Value.Mapping image && Value.of("image").equals(image.get("type"))) {
      try {
        return new Value.Image(
            Messages.text(image.get("mimeType")),
            new ImageContent.Inline(Base64.getDecoder().decode(Messages.text(image.get("data")))));
      } catch (IllegalArgumentException broken) {
        throw new ToolException(
            "a picture that the tool gave is none",
            Details.of(ToolException.Kind.NOT_DATA, "McpError"),
            broken);
      }
    }
    return part;
  }
}
