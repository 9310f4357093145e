package io.promptflow4j.core.engine;

import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.SourceText;
import java.util.List;
import java.util.Optional;

/// What checking a flow found.
///
/// @param graph the flow, if it has no errors
/// @param flowFile the flow file, to show the lines that diagnostics name; empty if it could not be
///   read
public record FlowCheck(
    List<Diagnostic> diagnostics, Optional<FlowGraph> graph, Optional<SourceText> flowFile) {

  public FlowCheck {
    diagnostics = List.copyOf(diagnostics);
  }

  public boolean isValid() {
    return diagnostics.stream().noneMatch(Diagnostic::isError);
  }
}
