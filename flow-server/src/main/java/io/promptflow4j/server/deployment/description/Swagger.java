package io.promptflow4j.server.deployment.description;

import io.promptflow4j.core.graph.ChatRoles;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.graph.FlowOutput;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import io.promptflow4j.server.deployment.ServedFlow;
import java.util.List;

/// The document at `/swagger.json` as prompt flow's clients know it: OpenAPI 3.0.0, every input
/// required, the roles of a chat as extensions.
public final class Swagger {

  private Swagger() {}

  /// The document of a flow.
  ///
  /// @param example the first row of the flow's `samples.json`; an empty mapping if there is none
  public static Value.Mapping of(ServedFlow flow, Value example) {
    return new Fields()
        .put("openapi", "3.0.0")
        .put("info", info(flow))
        .put(
            "components",
            new Fields()
                .put(
                    "securitySchemes",
                    new Fields()
                        .put(
                            "bearerAuth",
                            new Fields().put("type", "http").put("scheme", "bearer"))))
        .put("security", List.of(new Fields().put("bearerAuth", List.of()).end()))
        .put("paths", new Fields().put("/score", score(flow, example)).put("/feedback", feedback()))
        .end();
  }

  private static Fields info(ServedFlow flow) {
    var info =
        new Fields()
            .put("title", "Promptflow[%s] API".formatted(flow.name()))
            .put("version", "1.0.0")
            .put("x-flow-name", flow.name());
    flow.chat().ifPresent(roles -> chat(info, roles));
    return info;
  }

  private static void chat(Fields info, ChatRoles roles) {
    info.put("x-chat-input", roles.input()).put("x-flow-type", "chat");
    roles.history().ifPresent(history -> info.put("x-chat-history", history));
    roles.output().ifPresent(output -> info.put("x-chat-output", output));
  }

  private static Fields score(ServedFlow flow, Value example) {
    var answers =
        new Fields()
            .put(
                "200",
                new Fields()
                    .put("description", "successful operation")
                    .put(
                        "content",
                        new Fields()
                            .put("application/json", new Fields().put("schema", outputs(flow)))))
            .put("400", new Fields().put("description", "Invalid input"))
            .put("default", new Fields().put("description", "unexpected error"));
    return new Fields()
        .put(
            "post",
            new Fields()
                .put("summary", "run promptflow: %s with an given input".formatted(flow.name()))
                .put("requestBody", body(flow.graph(), example))
                .put("responses", answers));
  }

  private static Fields body(FlowGraph graph, Value example) {
    return new Fields()
        .put("description", "promptflow input data")
        .put("required", !graph.inputs().isEmpty())
        .put(
            "content",
            new Fields()
                .put(
                    "application/json",
                    new Fields().put("schema", inputs(graph)).put("example", example)));
  }

  private static Fields inputs(FlowGraph graph) {
    var schema = new Fields().put("type", "object");
    if (!graph.inputs().isEmpty()) {
      var properties = new Fields();
      graph.inputs().forEach(input -> properties.put(input.name(), input(input)));
      schema
          .put("properties", properties)
          .put("required", graph.inputs().stream().map(input -> Value.of(input.name())).toList());
    }
    return schema;
  }

  private static Fields input(FlowInput input) {
    Fields field = typed(input.type(), input.description());
    input.defaultValue().filter(Swagger::isSaid).ifPresent(said -> field.put("default", said));
    return field;
  }

  /// As the original leaves out what counts as false in Python.
  private static boolean isSaid(Value value) {
    return switch (value) {
      case Value.Null _ -> false;
      case Value.Bool truth -> truth.isTrue();
      case Value.Text(var text) -> !text.isEmpty();
      case Value.Whole(var number) -> number.signum() != 0;
      case Value.Decimal(var number) -> number != 0;
      case Value.Sequence(var items) -> !items.isEmpty();
      case Value.Mapping(var entries) -> !entries.isEmpty();
      case Value.Image _ -> true;
    };
  }

  private static Fields outputs(ServedFlow flow) {
    var schema = new Fields().put("type", "object");
    if (!flow.graph().outputs().isEmpty()) {
      var properties = new Fields();
      for (FlowOutput output : flow.graph().outputs()) {
        if (flow.isShown(output.name())) {
          properties.put(output.name(), typed(output.type(), output.description()));
        }
      }
      schema.put("properties", properties);
    }
    return schema;
  }

  private static Fields typed(ValueType type, String description) {
    var field = new Fields().put("type", JsonTypes.name(type).orElse("string"));
    if (!description.isEmpty()) {
      field.put("description", description);
    }
    if (type == ValueType.OBJECT) {
      field.put("additionalProperties", new Fields());
    }
    if (type == ValueType.LIST) {
      field.put(
          "items", new Fields().put("type", "object").put("additionalProperties", new Fields()));
    }
    return field;
  }

  private static Fields feedback() {
    var answers = new Fields().put("200", new Fields().put("description", "Feedback received."));
    return new Fields()
        .put(
            "post",
            new Fields()
                .put("summary", "give feedback on an answer")
                .put(
                    "parameters",
                    List.of(
                        new Fields()
                            .put("name", "flatten")
                            .put("in", "query")
                            .put("required", false)
                            .put("schema", new Fields().put("type", "boolean"))
                            .end()))
                .put(
                    "requestBody",
                    new Fields()
                        .put("required", true)
                        .put(
                            "content",
                            new Fields()
                                .put(
                                    "application/json",
                                    new Fields()
                                        .put("schema", new Fields().put("type", "object")))))
                .put("responses", answers));
  }
}
