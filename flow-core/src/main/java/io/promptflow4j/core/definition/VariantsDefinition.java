package io.promptflow4j.core.definition;

import java.util.List;
import java.util.Optional;

/// One entry under `node_variants`: the ways of doing one node.
public record VariantsDefinition(
    Located<String> node, Optional<Located<String>> defaultVariant, List<Variant> variants) {

  public VariantsDefinition {
    variants = List.copyOf(variants);
  }

  /// One way of doing it.
  public record Variant(
      Located<String> id, Optional<Located<String>> description, Optional<NodeDefinition> node) {}
}
