package io.promptflow4j.core.graph.compile;

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
      case Value.Sequence _, Value.Mapping _ -> Json.write(value);
      case Value.Text _,
          Value.Whole _,
          Value.Decimal _,
          Value.Bool _,
          Value.Null _,
          Value.Image _ ->
          PythonText.str(value);
    };
  }
}
