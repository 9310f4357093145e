package io.promptflow4j.core.graph.needs;

import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.model.catalog.choice.Needs;
import io.promptflow4j.core.source.Place;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.SequencedMap;

/// What one `llm` node needs of its model.
///
/// @param place where the node stands in the flow file
/// @param connection the connection it names
/// @param model the model or deployment that it names with a literal; empty if it names none, or
///   the name comes from an input
/// @param numbers the parameters that it gives as numbers
public record NodeNeeds(
    NodeName node,
    Place place,
    Optional<String> connection,
    Optional<String> model,
    Needs needs,
    SequencedMap<String, BigDecimal> numbers) {

  /// The same, at another connection or with another model.
  NodeNeeds at(Optional<String> otherConnection, Optional<String> otherModel) {
    return new NodeNeeds(node, place, otherConnection, otherModel, needs, numbers);
  }
}
