package io.promptflow4j.core.graph.reference;

import io.promptflow4j.core.graph.LoopName;
import io.promptflow4j.core.graph.NodeName;
import java.util.Optional;
import java.util.Set;

/// Who reads a value.
///
/// @param label how messages name it: `node 'a'` or `output 'b'`
/// @param node the node that reads; empty for a flow output
/// @param loop what the node can read about itself there
public record Site(String label, Optional<NodeName> node, Set<LoopName> loop) {

  public Site {
    loop = Set.copyOf(loop);
  }

  public static Site ofNode(NodeName name) {
    return new Site("node '" + Shown.name(name.value()) + "'", Optional.of(name), Set.of());
  }

  public static Site ofOutput(String name) {
    return new Site("output '" + Shown.name(name) + "'", Optional.empty(), Set.of());
  }

  /// The same, where the node can read these about itself too.
  public Site with(Set<LoopName> names) {
    return new Site(label, node, names);
  }

  /// The original reads flow outputs without looking at the word after the node's name.
  boolean acceptsAnySection() {
    return node.isEmpty();
  }
}
