package io.promptflow4j.core.value;

import java.util.Locale;
import java.util.Optional;

/// The types an author can declare for an input, an output or a tool parameter.
public enum ValueType {
  INT,
  DOUBLE,
  BOOL,
  STRING,
  SECRET,
  PROMPT_TEMPLATE,
  LIST,
  OBJECT,
  FILE_PATH,
  IMAGE,
  ASSISTANT_DEFINITION,
  /// No type was declared, or one that only the original's cloud service knew: everything fits.
  ANY;

  /// The name as flow files write it: `int`, `prompt_template` …
  public String yamlName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The type that flow files call `name`, in any case.
  public static Optional<ValueType> named(String name) {
    String wanted = name.strip().toUpperCase(Locale.ROOT);
    for (ValueType type : values()) {
      if (type.name().equals(wanted)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
