package io.promptflow4j.server.studio.flow;

import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import java.util.HashSet;
import java.util.Set;

/// A node and all that read it, directly or through others.
final class Descendants {

  private Descendants() {}

  static Set<String> of(FlowGraph graph, NodeName first) {
    Set<String> found = new HashSet<>(Set.of(first.value()));
    boolean grew = true;
    while (grew) {
      grew = false;
      for (Node node : graph.nodes()) {
        boolean reads =
            node.head().predecessors().stream().anyMatch(read -> found.contains(read.value()));
        grew |= reads && found.add(node.name().value());
      }
    }
    return found;
  }
}
