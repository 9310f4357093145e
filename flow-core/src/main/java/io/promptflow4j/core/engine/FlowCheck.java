package io.promptflow4j.core.engine;

import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.source.Diagnostic;
import java.util.List;
import java.util.Optional;

/// What checking a flow found.
///
/// @param graph the flow, if it has no errors
public record FlowCheck(List<Diagnostic> diagnostics, Optional<FlowGraph> graph) {

  public FlowCheck {
    diagnostics = List.copyOf(diagnostics);
  }

  public boolean isValid() {
    return diagnostics.stream().noneMatch(Diagnostic::isError);
  }
}
