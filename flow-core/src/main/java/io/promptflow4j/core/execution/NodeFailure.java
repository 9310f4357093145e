package io.promptflow4j.core.execution;

import io.promptflow4j.core.graph.NodeName;
import java.util.List;
import java.util.Optional;

/// Why a node failed.
///
/// @param code stable, dash-separated: `tool-failed`, `timeout`, `template-failed`, `model-…`,
///   `bad-property`, `bad-input` …
/// @param message one or two sentences for the author: what, where, what to do; never a secret
/// @param file the file that should be looked at, relative to the flow folder
/// @param line the line in it, counted from 1; 0 if unknown
/// @param details further lines, such as the tool's own traceback; may be empty
public record NodeFailure(
    NodeName node,
    String code,
    String message,
    Optional<String> file,
    int line,
    List<String> details) {

  public NodeFailure {
    details = List.copyOf(details);
  }

  /// The same, where `first` was to be made good and wasn't.
  public NodeFailure after(NodeFailure first) {
    return new NodeFailure(
        node,
        code,
        "%s; the node itself had failed: %s".formatted(message, first.message()),
        file,
        line,
        first.details());
  }
}
