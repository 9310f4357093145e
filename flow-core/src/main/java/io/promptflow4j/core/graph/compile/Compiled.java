package io.promptflow4j.core.graph.compile;

import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.source.Diagnostic;
import java.util.List;
import java.util.Optional;

/// What compiling came to.
///
/// @param graph empty if there are errors among the findings
/// @param diagnostics every finding once, in the order of the files
public record Compiled(Optional<FlowGraph> graph, List<Diagnostic> diagnostics) {

  public Compiled {
    diagnostics = List.copyOf(diagnostics);
  }
}
