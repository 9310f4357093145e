package io.promptflow4j.core.graph.compile;

import io.promptflow4j.core.graph.NodeName;
import java.util.List;
import java.util.Set;

/// The nodes of a flow once their variants are chosen.
///
/// @param nodes those that have a body
/// @param others a body for each variant that is not chosen
/// @param duplicates those whose name an earlier one has
/// @param names the names of all nodes, also of those whose variant can't be chosen: whatever reads
///   one of them reads a node that is there
record ChosenNodes(
    List<ChosenNode> nodes,
    List<ChosenNode> others,
    List<ChosenNode> duplicates,
    Set<NodeName> names) {

  ChosenNodes {
    nodes = List.copyOf(nodes);
    others = List.copyOf(others);
    duplicates = List.copyOf(duplicates);
  }
}
