package io.promptflow4j.core.tool;

import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.List;
import java.util.Optional;

/// One parameter of a tool.
///
/// @param types the declared types, the first of which literals are coerced to; empty if nothing is
///   declared or the declaration is not one a flow knows
/// @param defaultValue its default where that is plain data; a parameter can be optional without
///   one
/// @param setUp whether it belongs to the constructor of a class-based tool, so that only a literal
///   or a connection can be given for it
public record ToolParameter(
    String name, List<Type> types, boolean required, Optional<Value> defaultValue, boolean setUp) {

  public ToolParameter {
    types = List.copyOf(types);
  }

  public ToolParameter(String name, List<Type> types, boolean required) {
    this(name, types, required, Optional.empty(), false);
  }

  /// Whether a literal for this parameter is the name of a connection.
  public boolean takesConnection() {
    return types.stream().anyMatch(Type.OfConnection.class::isInstance);
  }

  /// A declared type.
  public sealed interface Type {

    /// Plain data.
    record OfValue(ValueType type) implements Type {}

    /// A connection; `className` is the Python class or Java type named in the source, such as
    /// `AzureOpenAIConnection`.
    record OfConnection(String className) implements Type {}
  }
}
