package io.promptflow4j.core.graph.compile;

import io.promptflow4j.core.definition.NodeDefinition;
import io.promptflow4j.core.definition.NodeDefinition.ActivateDefinition;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.graph.Activation;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.reference.BindingReader;
import io.promptflow4j.core.graph.reference.ExpressionReader;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.graph.reference.Site;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.value.Value;
import java.util.Optional;

/// Reads `activate`: an equality (`when`, `is`) or an expression (`if`).
final class ActivationCheck {

  private final BindingReader bindings;
  private final ExpressionReader expressions;
  private final Diagnostics diagnostics;

  ActivationCheck(BindingReader bindings, Diagnostics diagnostics) {
    this.bindings = bindings;
    this.expressions = new ExpressionReader(bindings, diagnostics);
    this.diagnostics = diagnostics;
  }

  /// When the node runs; empty if always, or if what is written is a mistake.
  Optional<Activation> activation(NodeName name, NodeDefinition body) {
    if (body.activate().isEmpty()) {
      return Optional.empty();
    }
    ActivateDefinition written = body.activate().get();
    if (written.condition().isPresent()) {
      return expression(name, written, written.condition().get());
    }
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

  private Optional<Activation> expression(
      NodeName name, ActivateDefinition written, Written condition) {
    if (written.when().isPresent() || written.is().isPresent()) {
      diagnostics.error(
          "two-conditions",
          condition.place(),
          "'activate' of node '%s' has 'if' and 'when' or 'is'; write one condition: 'if', or 'when' with 'is'."
              .formatted(Shown.name(name.value())));
    }
    return expressions
        .read("if", condition, Site.ofNode(name))
        .map(asked -> new Activation(asked, Value.Bool.TRUE));
  }
}
