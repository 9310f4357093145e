package io.promptflow4j.server.deployment.mcp;

import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.api.ScoreInputs;
import io.promptflow4j.server.deployment.CallerInputs;
import io.promptflow4j.server.deployment.Faults;
import io.promptflow4j.server.deployment.ServedFlow;
import io.promptflow4j.server.deployment.description.FlowSchemas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Answers the messages of MCP clients. There is no session: each message is answered by itself.
/// Thread-safe.
public final class FlowTools {

  private static final String LATEST = "2025-06-18";

  /// The versions of the protocol that are spoken.
  public static final Set<String> VERSIONS = Set.of("2025-03-26", LATEST, "2025-11-25");

  private static final int BAD_REQUEST = -32600;
  private static final int NO_METHOD = -32601;
  private static final int BAD_PARAMETERS = -32602;
  private static final int LONGEST_NAME = 64;

  private final SequencedMap<String, ServedFlow> flows = new LinkedHashMap<>();
  private final String version;

  /// Runs a flow; empty if the caller has left meanwhile.
  @FunctionalInterface
  public interface Calling {
    Optional<FlowResult> call(ServedFlow flow, Value.Mapping inputs);
  }

  /// @param version of the server
  public FlowTools(List<ServedFlow> flows, String version) {
    this.version = version;
    for (ServedFlow flow : flows) {
      String plain = flow.name().replaceAll("[^A-Za-z0-9_.-]", "_");
      String name = plain.isEmpty() ? "flow" : plain;
      this.flows.put(name.substring(0, Math.min(name.length(), LONGEST_NAME)), flow);
    }
  }

  /// What a message is answered; empty if it needs no answer.
  public Optional<Value.Mapping> answer(Value message, Calling calling) {
    if (!(message instanceof Value.Mapping request)
        || !Value.of("2.0").equals(request.get("jsonrpc"))) {
      return Optional.of(
          error(Value.Null.NULL, BAD_REQUEST, "this is no single message of JSON-RPC 2.0"));
    }
    Value id = request.get("id");
    String method = request.get("method") instanceof Value.Text(var said) ? said : "";
    if (method.isEmpty()) {
      boolean isAnswer = request.get("result") != null || request.get("error") != null;
      return isAnswer
          ? Optional.empty()
          : Optional.of(error(id, BAD_REQUEST, "the message has no method"));
    }
    if (id == null) {
      return Optional.empty();
    }
    Value.Mapping parameters =
        request.get("params") instanceof Value.Mapping given ? given : Value.Mapping.EMPTY;
    return switch (method) {
      case "initialize" -> Optional.of(result(id, initialized(parameters)));
      case "ping" -> Optional.of(result(id, new Fields()));
      case "tools/list" -> Optional.of(result(id, new Fields().put("tools", listed())));
      case "tools/call" -> called(id, parameters, calling);
      default ->
          Optional.of(error(id, NO_METHOD, "there is no method '%s'".formatted(cut(method))));
    };
  }

  private Fields initialized(Value.Mapping parameters) {
    String asked = parameters.get("protocolVersion") instanceof Value.Text(var text) ? text : "";
    return new Fields()
        .put("protocolVersion", VERSIONS.contains(asked) ? asked : LATEST)
        .put("capabilities", new Fields().put("tools", new Fields().put("listChanged", false)))
        .put("serverInfo", new Fields().put("name", "promptflow4j").put("version", version));
  }

  private List<Value> listed() {
    var tools = new ArrayList<Value>();
    flows.forEach((name, flow) -> {
      var tool = new Fields().put("name", name);
      String description = flow.graph().description();
      tool.put(
          "description",
          description.isBlank() ? "Runs the flow '%s'.".formatted(flow.name()) : description);
      tool.put("inputSchema", FlowSchemas.inputs(flow));
      tool.put("outputSchema", FlowSchemas.outputs(flow));
      tools.add(tool.end());
    });
    return tools;
  }

  private Optional<Value.Mapping> called(Value id, Value.Mapping parameters, Calling calling) {
    ServedFlow flow =
        parameters.get("name") instanceof Value.Text(var name) ? flows.get(name) : null;
    if (flow == null) {
      return Optional.of(
          error(
              id,
              BAD_PARAMETERS,
              "there is no such tool; there are: " + String.join(", ", flows.keySet())));
    }
    Value given = parameters.get("arguments");
    if (given != null && !(given instanceof Value.Mapping)) {
      return Optional.of(error(id, BAD_PARAMETERS, "'arguments' has to be an object"));
    }
    try {
      Value.Mapping inputs =
          ScoreInputs.read(
              flow.graph(), Json.writeBytes(given == null ? Value.Mapping.EMPTY : given));
      CallerInputs.check(flow.graph(), inputs);
      return calling.call(flow, inputs).map(result -> result(id, told(flow, result)));
    } catch (FaultException wrong) {
      return Optional.of(result(id, failed(wrong.fault().message())));
    }
  }

  private static Fields told(ServedFlow flow, FlowResult result) {
    if (result.status() != FlowResult.Status.COMPLETED) {
      return failed(Faults.of(result).message());
    }
    Value.Mapping outputs = flow.shown(result.outputs());
    boolean one = outputs.entries().size() == 1;
    String text =
        one && outputs.entries().firstEntry().getValue() instanceof Value.Text(var words)
            ? words
            : Json.write(outputs);
    var parts = new ArrayList<Value>();
    outputs.entries().values().forEach(value -> addPictures(value, parts));
    boolean isPicture = one && outputs.entries().firstEntry().getValue() instanceof Value.Image;
    if (parts.isEmpty() || !isPicture) {
      parts.addFirst(new Fields().put("type", "text").put("text", text).end());
    }
    return new Fields()
        .put("content", parts)
        .put("structuredContent", outputs)
        .put("isError", false);
  }

  /// Pictures are parts of their own, so that models see them; those with an address stay in the
  /// text.
  private static void addPictures(Value value, List<Value> parts) {
    switch (value) {
      case Value.Image(var type, ImageContent.Inline pixels) ->
          parts.add(
              new Fields()
                  .put("type", "image")
                  .put("data", pixels.base64())
                  .put("mimeType", type)
                  .end());
      case Value.Sequence(var items) -> items.forEach(item -> addPictures(item, parts));
      case Value.Mapping mapping ->
          mapping.entries().values().forEach(inner -> addPictures(inner, parts));
      case Value.Text _,
          Value.Whole _,
          Value.Decimal _,
          Value.Bool _,
          Value.Null _,
          Value.Image _ -> {
        // no picture that could be shown
      }
    }
  }

  private static Fields failed(String message) {
    return content(message).put("isError", true);
  }

  private static Fields content(String text) {
    return new Fields()
        .put("content", List.of(new Fields().put("type", "text").put("text", text).end()));
  }

  private static Value.Mapping result(Value id, Fields result) {
    return new Fields().put("jsonrpc", "2.0").put("id", id).put("result", result).end();
  }

  /// An error of the protocol.
  public static Value.Mapping error(@Nullable Value id, int code, String message) {
    return new Fields()
        .put("jsonrpc", "2.0")
        .put("id", id == null ? Value.Null.NULL : id)
        .put("error", new Fields().put("code", code).put("message", message))
        .end();
  }

  private static String cut(String text) {
    return text.length() <= 100 ? text : text.substring(0, 99) + "…";
  }
}
