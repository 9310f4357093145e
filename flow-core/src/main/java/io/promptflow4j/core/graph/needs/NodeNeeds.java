package io.promptflow4j.core.graph.needs;

import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.model.catalog.choice.Needs;
import io.promptflow4j.core.source.Place;
import java.util.Optional;

/// What one `llm` node needs of its model.
///
/// @param place where the node stands in the flow file
/// @param connection the connection it names
/// @param model the model or deployment that it names with a literal; empty if it names none, or
///   the name comes from an input
public record NodeNeeds(
    NodeName node, Place place, Optional<String> connection, Optional<String> model, Needs needs) {}
