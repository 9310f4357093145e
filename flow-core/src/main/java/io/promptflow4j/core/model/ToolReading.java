package io.promptflow4j.core.model;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads what a chat offers to call: `tools` with `tool_choice`, or the older `functions` with
/// `function_call`, which count only without tools.
///
/// Checked as far as the original checks on every service: a function has a name and, as JSON
/// schema, parameters; a tool that is a function has a name, and what it says of parameters is such
/// a schema. Tools of other kinds are the service's own business.
final class ToolReading {

  private final ParameterReading reading;

  ToolReading(ParameterReading reading) {
    this.reading = reading;
  }

  void read() {
    Optional<Value.Sequence> tools = reading.list("tools");
    Optional<Value.Sequence> functions = reading.list("functions");
    Optional<Value> toolChoice = reading.given("tool_choice");
    Optional<Value> functionCall = reading.given("function_call");
    if (tools.isPresent()) {
      checkTools(tools.get());
      reading.put("tools").accept(tools.get());
      toolChoice(toolChoice).ifPresent(reading.put("tool_choice"));
    } else if (functions.isPresent()) {
      checkFunctions(functions.get());
      reading.put("functions").accept(functions.get());
      functionCall(functionCall).ifPresent(reading.put("function_call"));
    }
  }

  private void checkTools(Value.Sequence tools) {
    for (int i = 0; i < tools.items().size(); i++) {
      String what = "tool %d".formatted(i + 1);
      if (!(tools.items().get(i) instanceof Value.Mapping tool)) {
        reading.problem(what + " has to be a mapping with 'type' and 'function'");
      } else if (!(tool.get("type") instanceof Value.Text(var type))) {
        reading.problem(what + " has no 'type'; write 'type: function'");
      } else if (type.equals("function")) {
        checkFunction(what, tool.get("function"), false);
      }
    }
  }

  private void checkFunctions(Value.Sequence functions) {
    for (int i = 0; i < functions.items().size(); i++) {
      checkFunction("function %d".formatted(i + 1), functions.items().get(i), true);
    }
  }

  private void checkFunction(String what, @Nullable Value value, boolean needsParameters) {
    if (!(value instanceof Value.Mapping function)) {
      reading.problem(
          "%s has to be a mapping with 'name' and 'parameters', but it is %s"
              .formatted(what, value == null ? "missing" : ParameterReading.shown(value)));
      return;
    }
    if (!(function.get("name") instanceof Value.Text(var name))) {
      reading.problem(what + " has no 'name'");
      return;
    }
    Value parameters = function.get("parameters");
    if (parameters != null || needsParameters) {
      checkSchema("%s ('%s')".formatted(what, name), parameters);
    }
  }

  private void checkSchema(String what, @Nullable Value parameters) {
    if (!(parameters instanceof Value.Mapping schema)) {
      reading.problem(
          "%s needs 'parameters', a JSON schema such as {type: object, properties: {}}"
              .formatted(what));
    } else if (!Value.of("object").equals(schema.get("type"))) {
      reading.problem("the 'parameters' of %s need 'type: object'".formatted(what));
    } else if (!(schema.get("properties") instanceof Value.Mapping)) {
      reading.problem("the 'parameters' of %s need 'properties', a mapping".formatted(what));
    }
  }

  private Optional<Value> toolChoice(Optional<Value> given) {
    Value choice = given.map(ToolReading::parsed).orElse(Value.of("auto"));
    boolean good =
        switch (choice) {
          case Value.Text(var word) -> word.matches("auto|none|required");
          case Value.Mapping mapping -> isToolChoice(mapping);
          default -> false;
        };
    if (!good) {
      reading.problem(
          "parameter 'tool_choice' has to be 'auto', 'none', 'required' or a mapping such as"
              + " {type: function, function: {name: NAME}}, but it is "
              + ParameterReading.shown(choice));
    }
    return Optional.of(choice);
  }

  private static boolean isToolChoice(Value.Mapping choice) {
    return choice.get("type") instanceof Value.Text(var type)
        && (!type.equals("function")
            || (choice.get("function") instanceof Value.Mapping function
                && function.get("name") instanceof Value.Text));
  }

  private Optional<Value> functionCall(Optional<Value> given) {
    Value call = given.map(ToolReading::parsed).orElse(Value.of("auto"));
    boolean good =
        switch (call) {
          case Value.Text(var word) -> word.matches("auto|none");
          case Value.Mapping mapping -> mapping.get("name") instanceof Value.Text;
          default -> false;
        };
    if (!good) {
      reading.problem(
          "parameter 'function_call' has to be 'auto', 'none' or a mapping such as {name: NAME},"
              + " but it is "
              + ParameterReading.shown(call));
    }
    return Optional.of(call);
  }

  /// A mapping may be given as JSON text.
  private static Value parsed(Value value) {
    if (value instanceof Value.Text(var text)) {
      try {
        return text.strip().startsWith("{") ? Json.read(text) : Value.of(text.strip());
      } catch (JsonSyntaxException broken) {
        return value;
      }
    }
    return value;
  }
}
