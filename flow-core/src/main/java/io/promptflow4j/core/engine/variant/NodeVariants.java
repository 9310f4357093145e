package io.promptflow4j.core.engine.variant;

import io.promptflow4j.core.definition.FlowDefinition;
import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.VariantsDefinition;
import io.promptflow4j.core.definition.yaml.FlowReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A node of a flow that comes in variants.
///
/// @param standard the variant that is used when nobody chooses; empty if the file names none
public record NodeVariants(String node, Optional<String> standard, List<Choice> choices) {

  public NodeVariants {
    choices = List.copyOf(choices);
  }

  /// One of the variants.
  ///
  /// @param description what its author says about it; may be empty
  public record Choice(String id, String description) {}

  /// The nodes with variants of the flow at `path`, in the order of the file; none if the file
  /// can't be read, which loading the flow reports.
  public static List<NodeVariants> of(Path path) {
    return new FlowReader()
        .read(path).definition().map(FlowDefinition::nodeVariants).orElse(List.of()).stream()
            .map(NodeVariants::of)
            .toList();
  }

  private static NodeVariants of(VariantsDefinition written) {
    return new NodeVariants(
        written.node().value(),
        written.defaultVariant().map(Located::value),
        written.variants().stream()
            .map(one ->
                new Choice(one.id().value(), one.description().map(Located::value).orElse("")))
            .toList());
  }
}
