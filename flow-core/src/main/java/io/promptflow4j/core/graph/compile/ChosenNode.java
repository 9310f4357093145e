package io.promptflow4j.core.graph.compile;

import io.promptflow4j.core.definition.NodeDefinition;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.source.Place;
import java.util.Optional;

/// A node with one of its bodies.
///
/// @param body what it does: the node itself, or the body of a variant
/// @param place where the node stands under `nodes`; of a variant that is not chosen, where that
///   stands
record ChosenNode(NodeName name, NodeDefinition body, Place place, Optional<String> variant) {}
