package io.promptflow4j.core.graph.node;

import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.FlowFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Finds the flows that nodes run.
@FunctionalInterface
public interface SubFlows {

  /// Compiles the flow in `file`, a file that the flow may read.
  Found find(Path file);

  /// Where no node can run a flow.
  SubFlows NONE =
      file -> {
        throw new IllegalStateException("no flow can be loaded here: " + file);
      };

  /// A flow, or what is wrong with it.
  ///
  /// @param graph empty if there are errors among the findings
  /// @param findings with places relative to `folder`
  /// @param folder where the flow's files are
  /// @param problem why it can't be a node at all, as the end of a sentence; empty if it can
  record Found(
      Optional<FlowGraph> graph,
      List<Diagnostic> findings,
      Optional<FlowFolder> folder,
      Optional<String> problem) {
    public Found {
      findings = List.copyOf(findings);
    }
  }
}
