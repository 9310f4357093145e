package io.promptflow4j.core.graph.signature;

import static java.util.stream.Collectors.joining;

import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Turns `environment_variables` into texts: lists and mappings as JSON, the rest as Python prints
/// it.
public final class EnvironmentVariables {

  private EnvironmentVariables() {}

  public static SequencedMap<String, String> of(List<Written.Field> fields) {
    var variables = new LinkedHashMap<String, String>();
    for (Written.Field field : fields) {
      variables.put(field.key().value(), text(field.content().value()));
    }
    return variables;
  }

  private static String text(Value value) {
    return switch (value) {
      case Value.Sequence _, Value.Mapping _ -> json(value);
      case Value.Text _,
          Value.Whole _,
          Value.Decimal _,
          Value.Bool _,
          Value.Null _,
          Value.Image _ ->
          PythonText.str(value);
    };
  }

  /// JSON as Python writes it: a blank after each comma and colon, ASCII alone. Programs compare
  /// such texts.
  private static String json(Value value) {
    return switch (value) {
      case Value.Sequence(var items) ->
          items.stream().map(EnvironmentVariables::json).collect(joining(", ", "[", "]"));
      case Value.Mapping(var entries) ->
          entries.entrySet().stream()
              .map(entry -> json(Value.of(entry.getKey())) + ": " + json(entry.getValue()))
              .collect(joining(", ", "{", "}"));
      case Value.Text _,
          Value.Whole _,
          Value.Decimal _,
          Value.Bool _,
          Value.Null _,
          Value.Image _ ->
          ascii(Json.write(value));
    };
  }

  private static String ascii(String json) {
    var out = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c < 0x7F) {
        out.append(c);
      } else {
        out.append("\\u%04x".formatted((int) c));
      }
    }
    return out.toString();
  }
}
