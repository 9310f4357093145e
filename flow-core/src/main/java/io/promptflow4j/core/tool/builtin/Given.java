package io.promptflow4j.core.tool.builtin;

import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.tool.Argument;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.tool.ToolException.Details;
import io.promptflow4j.core.tool.ToolException.Kind;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.List;

/// What one call gives a tool.
record Given(ToolCall call) {

  static ToolParameter connection(String className) {
    return new ToolParameter(
        "connection", List.of(new ToolParameter.Type.OfConnection(className)), true);
  }

  static ToolParameter text(String name, boolean required) {
    return new ToolParameter(
        name, List.of(new ToolParameter.Type.OfValue(ValueType.STRING)), required);
  }

  Argument.Connected connected() {
    if (call.arguments().get("connection") instanceof Argument.Connected found) {
      return found;
    }
    throw wrong("'connection' is no connection");
  }

  static String key(Connection connection) {
    return connection
        .secret("api_key")
        .map(Secret::reveal)
        .orElseThrow(() -> wrong("connection '%s' has no api_key".formatted(connection.name())));
  }

  /// A text; `other` if nothing or an empty text is given.
  String text(String name, String other) {
    if (call.arguments().get(name) instanceof Argument.Data(var value)
        && !(value instanceof Value.Null)) {
      String text = PythonText.str(value);
      return text.isBlank() ? other : text;
    }
    return other;
  }

  static ToolException wrong(String message) {
    return new ToolException(message, Details.of(Kind.NOT_CALLED, "ToolInput"));
  }
}
