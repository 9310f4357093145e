package io.promptflow4j.core.tool;

import java.util.List;
import java.util.Optional;

/// What a tool takes.
///
/// @param name how people know it: the function's name or the package tool's id
/// @param description its documentation, empty if it has none
/// @param acceptsMore whether inputs without a parameter of their name are passed on (`**kwargs`)
/// @param streams whether it gives its result piece by piece (a generator)
public record ToolSignature(
    String name,
    String description,
    List<ToolParameter> parameters,
    boolean acceptsMore,
    boolean streams) {

  public ToolSignature {
    parameters = List.copyOf(parameters);
  }

  public Optional<ToolParameter> parameter(String wanted) {
    return parameters.stream().filter(one -> one.name().equals(wanted)).findFirst();
  }
}
