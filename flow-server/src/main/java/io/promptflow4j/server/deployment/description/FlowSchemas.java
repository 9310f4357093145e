package io.promptflow4j.server.deployment.description;

import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.graph.FlowOutput;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import io.promptflow4j.server.deployment.ServedFlow;
import java.util.List;

/// The JSON schemas of what a flow takes and gives.
public final class FlowSchemas {

  private FlowSchemas() {}

  /// What it takes.
  public static Fields inputs(ServedFlow flow) {
    String history = flow.chat().flatMap(roles -> roles.history()).orElse("");
    var properties = new Fields();
    for (FlowInput input : flow.graph().inputs()) {
      Fields field = typed(input.type(), input.description());
      input.defaultValue().ifPresent(value -> field.put("default", value));
      properties.put(input.name(), field);
    }
    List<Value.Text> required =
        flow.graph().inputs().stream()
            .filter(input -> input.defaultValue().isEmpty() && !input.name().equals(history))
            .map(input -> Value.of(input.name()))
            .toList();
    return new Fields()
        .put("type", "object")
        .put("properties", properties)
        .put("required", required);
  }

  /// What callers see of what it gives.
  public static Fields outputs(ServedFlow flow) {
    var properties = new Fields();
    for (FlowOutput output : flow.graph().outputs()) {
      if (flow.isShown(output.name())) {
        properties.put(output.name(), typed(output.type(), output.description()));
      }
    }
    return new Fields().put("type", "object").put("properties", properties);
  }

  private static Fields typed(ValueType type, String description) {
    var field = new Fields();
    if (type == ValueType.IMAGE) {
      field.put("type", List.of(Value.of("object"), Value.of("string")));
    } else {
      JsonTypes.name(type).ifPresent(name -> field.put("type", name));
    }
    if (!description.isEmpty()) {
      field.put("description", description);
    }
    return field;
  }
}
