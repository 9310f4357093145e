package io.promptflow4j.core.tool.schema;

import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/// Makes the JSON schema of what a model, or another program, is to give.
public final class ToolSchema {

  private final SequencedMap<String, Value> properties = new LinkedHashMap<>();
  private final List<Value> required = new ArrayList<>();

  /// Of no argument yet.
  public ToolSchema() {}

  /// Adds an argument.
  ///
  /// @param meaning what it is, for the reader; empty if nothing is said
  public void add(String name, ValueType type, boolean isRequired, String meaning) {
    var property = new LinkedHashMap<String, Value>(typed(type));
    if (!meaning.isBlank()) {
      property.put("description", Value.of(meaning));
    }
    properties.put(name, new Value.Mapping(property));
    if (isRequired) {
      required.add(Value.of(name));
    }
  }

  /// Adds the parameters of a tool that nobody has given yet; connections and what sets a tool up
  /// are nothing a model gives.
  public void addAll(List<ToolParameter> parameters, Set<String> given, Map<String, String> said) {
    for (ToolParameter parameter : parameters) {
      if (!given.contains(parameter.name()) && !parameter.takesConnection() && !parameter.setUp()) {
        ValueType type =
            parameter.types().size() == 1
                    && parameter.types().getFirst() instanceof ToolParameter.Type.OfValue(var only)
                ? only
                : ValueType.ANY;
        add(parameter.name(), type, parameter.required(), said.getOrDefault(parameter.name(), ""));
      }
    }
  }

  private static Map<String, Value> typed(ValueType type) {
    String name =
        switch (type) {
          case INT -> "integer";
          case DOUBLE -> "number";
          case BOOL -> "boolean";
          case STRING, SECRET, PROMPT_TEMPLATE, FILE_PATH -> "string";
          case LIST -> "array";
          case OBJECT, ASSISTANT_DEFINITION -> "object";
          case IMAGE, ANY -> "";
        };
    return name.isEmpty() ? Map.of() : Map.of("type", Value.of(name));
  }

  /// The schema.
  public Value.Mapping toValue() {
    var schema = new LinkedHashMap<String, Value>();
    schema.put("type", Value.of("object"));
    schema.put("properties", new Value.Mapping(properties));
    if (!required.isEmpty()) {
      schema.put("required", Value.of(required));
    }
    return new Value.Mapping(schema);
  }
}
