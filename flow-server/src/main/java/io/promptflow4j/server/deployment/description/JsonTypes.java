package io.promptflow4j.server.deployment.description;

import io.promptflow4j.core.value.ValueType;
import java.util.Optional;

/// What the types of a flow are in a JSON schema.
final class JsonTypes {

  private JsonTypes() {}

  /// The JSON type; empty where everything fits.
  static Optional<String> name(ValueType type) {
    return switch (type) {
      case INT -> Optional.of("integer");
      case DOUBLE -> Optional.of("number");
      case BOOL -> Optional.of("boolean");
      case STRING, SECRET, PROMPT_TEMPLATE, FILE_PATH -> Optional.of("string");
      case LIST -> Optional.of("array");
      case OBJECT, IMAGE, ASSISTANT_DEFINITION -> Optional.of("object");
      case ANY -> Optional.empty();
    };
  }
}
