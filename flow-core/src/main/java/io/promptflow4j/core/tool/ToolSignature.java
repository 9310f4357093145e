package io.promptflow4j.core.tool;

import io.promptflow4j.core.value.ValueType;
import java.util.List;
import java.util.Optional;

/// What a tool takes and gives.
///
/// @param name how people know it: the function's name or the package tool's id
/// @param description its documentation, empty if it has none
/// @param acceptsMore whether inputs without a parameter of their name are passed on (`**kwargs`)
/// @param streams whether it gives its result piece by piece (a generator)
/// @param result what the result always is, if that is certain
public record ToolSignature(
    String name,
    String description,
    List<ToolParameter> parameters,
    boolean acceptsMore,
    boolean streams,
    Optional<ValueType> result) {

  public ToolSignature {
    parameters = List.copyOf(parameters);
  }

  /// A tool that may give anything.
  public ToolSignature(
      String name,
      String description,
      List<ToolParameter> parameters,
      boolean acceptsMore,
      boolean streams) {
    this(name, description, parameters, acceptsMore, streams, Optional.empty());
  }

  public Optional<ToolParameter> parameter(String wanted) {
    return parameters.stream().filter(one -> one.name().equals(wanted)).findFirst();
  }
}
