package io.promptflow4j.core.graph.compile;

import io.promptflow4j.core.definition.NodeDefinition;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.source.Place;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A node with its variant chosen.
///
/// @param body what it does: the node itself, or the body of the chosen variant
/// @param place where the node stands under `nodes`
record ChosenNode(NodeName name, NodeDefinition body, Place place, Optional<String> variant) {

  static Set<NodeName> names(List<ChosenNode> nodes) {
    var names = new LinkedHashSet<NodeName>();
    nodes.forEach(node -> names.add(node.name()));
    return names;
  }
}
