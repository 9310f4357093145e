package io.promptflow4j.core.tool;

import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.value.Value;

/// What is passed for one parameter.
public sealed interface Argument {

  /// Plain data.
  record Data(Value value) implements Argument {}

  /// A connection, with its secrets.
  record Connected(Connection connection) implements Argument {}
}
