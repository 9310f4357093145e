package io.promptflow4j.core.tool.schema;

import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a JSON schema says of arguments, as parameters of a tool.
public final class SchemaParameters {

  private SchemaParameters() {}

  /// A parameter for each property.
  public static List<ToolParameter> of(Value.Mapping schema) {
    Set<String> required = new HashSet<>();
    if (schema.get("required") instanceof Value.Sequence(var names)) {
      names.forEach(name -> {
        if (name instanceof Value.Text(var text)) {
          required.add(text);
        }
      });
    }
    var parameters = new ArrayList<ToolParameter>();
    if (schema.get("properties") instanceof Value.Mapping(var properties)) {
      properties.forEach((name, property) ->
          parameters.add(
              new ToolParameter(
                  name,
                  type(property).stream()
                      .<ToolParameter.Type>map(ToolParameter.Type.OfValue::new)
                      .toList(),
                  required.contains(name))));
    }
    return parameters;
  }

  private static Optional<ValueType> type(@Nullable Value property) {
    return property instanceof Value.Mapping mapping
            && mapping.get("type") instanceof Value.Text(var type)
        ? switch (type) {
          case "string" -> Optional.of(ValueType.STRING);
          case "integer" -> Optional.of(ValueType.INT);
          case "number" -> Optional.of(ValueType.DOUBLE);
          case "boolean" -> Optional.of(ValueType.BOOL);
          case "array" -> Optional.of(ValueType.LIST);
          case "object" -> Optional.of(ValueType.OBJECT);
          default -> Optional.empty();
        }
        : Optional.empty();
  }
}
