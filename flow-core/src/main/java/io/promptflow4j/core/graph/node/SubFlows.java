package io.promptflow4j.core.graph.node;

import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.FlowFolder;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the flows that nodes run.
@FunctionalInterface
public interface SubFlows {

  /// Compiles the flow in `file`, a file that the flow may read, for one of its nodes.
  Found find(NodeName node, Path file);

  /// What is chosen or bound from outside for the nodes of the flow of `node`: under `node/inner`
  /// it stands among what is for the flow around it.
  static <T> Map<String, T> below(NodeName node, Map<String, T> told) {
    var found = new LinkedHashMap<String, T>();
    String prefix = node + SEPARATOR;
    told.forEach((name, value) -> {
      if (name.startsWith(prefix)) {
        found.put(name.substring(prefix.length()), value);
      }
    });
    return found;
  }

  /// Whether `name` means a node of the flow of one of these nodes.
  static boolean isBelow(String name, Collection<String> nodes) {
    int end = name.indexOf(SEPARATOR);
    return end > 0 && !nodes.contains(name) && nodes.contains(name.substring(0, end));
  }

  /// What stands between the name of a node and that of a node of its flow.
  String SEPARATOR = "/";

  /// Where no node can run a flow.
  SubFlows NONE =
      (node, file) -> {
        throw new IllegalStateException(
            "node '%s': no flow can be loaded here: %s".formatted(node, file));
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
