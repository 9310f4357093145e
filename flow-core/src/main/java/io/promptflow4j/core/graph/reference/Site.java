package io.promptflow4j.core.graph.reference;

import io.promptflow4j.core.graph.NodeName;
import java.util.Optional;

/// Who reads a value.
///
/// @param label how messages name it: `node 'a'` or `output 'b'`
/// @param node the node that reads; empty for a flow output
public record Site(String label, Optional<NodeName> node) {

  public static Site ofNode(NodeName name) {
    return new Site("node '" + Shown.name(name.value()) + "'", Optional.of(name));
  }

  public static Site ofOutput(String name) {
    return new Site("output '" + Shown.name(name) + "'", Optional.empty());
  }

  /// The original reads flow outputs without looking at the word after the node's name.
  boolean acceptsAnySection() {
    return node.isEmpty();
  }
}
