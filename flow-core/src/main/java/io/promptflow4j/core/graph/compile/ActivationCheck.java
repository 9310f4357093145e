package io.promptflow4j.core.graph.compile;

import io.promptflow4j.core.definition.NodeDefinition;
import io.promptflow4j.core.definition.NodeDefinition.ActivateDefinition;
import io.promptflow4j.core.graph.Activation;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.reference.BindingReader;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.graph.reference.Site;
import io.promptflow4j.core.source.Diagnostics;
import java.util.Optional;

/// Reads `activate`.
final class ActivationCheck {

  private final BindingReader bindings;
  private final Diagnostics diagnostics;

  ActivationCheck(BindingReader bindings, Diagnostics diagnostics) {
    this.bindings = bindings;
    this.diagnostics = diagnostics;
  }

  /// When the node runs; empty if always, or if what is written is a mistake.
  Optional<Activation> activation(NodeName name, NodeDefinition body) {
    if (body.activate().isEmpty()) {
      return Optional.empty();
    }
    ActivateDefinition written = body.activate().get();
    if (written.when().isEmpty() || written.is().isEmpty()) {
      diagnostics.error(
          "incomplete-activate",
          written.place(),
          "'activate' of node '%s' has no '%s'; it needs both: 'when: ${NODE.output}' and 'is: VALUE'."
              .formatted(Shown.name(name.value()), written.when().isEmpty() ? "when" : "is"));
      return Optional.empty();
    }
    return bindings
        .read(written.when().get(), Site.ofNode(name))
        .map(when -> new Activation(when, written.is().get().value()));
  }
}
