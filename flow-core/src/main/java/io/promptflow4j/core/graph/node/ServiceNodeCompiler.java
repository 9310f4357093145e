package io.promptflow4j.core.graph.node;

import io.promptflow4j.core.definition.NodeDefinition.ServiceDefinition;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.graph.service.HttpReader;
import io.promptflow4j.core.graph.service.Services;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.template.TemplateVariable;
import io.promptflow4j.core.tool.http.HttpPlan;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// Compiles nodes that ask something of a service: `http` and `mcp`.
final class ServiceNodeCompiler {

  private final Services services;
  private final Diagnostics diagnostics;

  ServiceNodeCompiler(Services services, Diagnostics diagnostics) {
    this.services = services;
    this.diagnostics = diagnostics;
  }

  Optional<Node> http(NodeDraft draft) {
    ServiceDefinition written = draft.definition().service();
    if (written.http().isEmpty()) {
      diagnostics.error(
          HttpReader.CODE,
          draft.place(),
          "node '%s' has no 'http'; write 'http: {url: https://…}'."
              .formatted(Shown.name(draft.name().value())));
      return Optional.empty();
    }
    Optional<HttpPlan> plan =
        new HttpReader(diagnostics).read(draft.name().value(), written.http().get());
    if (plan.isEmpty()) {
      return Optional.empty();
    }
    checkVariables(draft, plan.get());
    var bindings = bindings(draft);
    if (plan.get().readsConnection() && draft.connection().isEmpty()) {
      String name = Shown.name(draft.name().value());
      diagnostics.warning(
          "missing-connection-name",
          written.http().get().place(),
          "node '%s' reads fields of a connection but names none; add 'connection: NAME', or give one with '--connection %s.connection=NAME'."
              .formatted(name, name));
    }
    return Optional.of(
        new Node.ToolNode(
            draft.head(bindings, Optional.empty()), services.http().open(plan.get())));
  }

  private void checkVariables(NodeDraft draft, HttpPlan plan) {
    var names = draft.inputs().stream().map(NodeDraft.Input::name).toList();
    String node = Shown.name(draft.name().value());
    for (TemplateVariable variable : plan.variables().values()) {
      if (!variable.optional() && !names.contains(variable.name())) {
        diagnostics.error(
            "missing-parameter",
            draft.place(),
            "the request of node '%s' reads '%s', which no input supplies; add an input '%s' to the node.%s"
                .formatted(
                    node,
                    Shown.name(variable.name()),
                    Shown.name(variable.name()),
                    Suggestion.didYouMean(variable.name(), names)));
      }
    }
    for (NodeDraft.Input input : draft.inputs()) {
      if (!plan.variables().containsKey(input.name())) {
        diagnostics.hint(
            "unused-node-input",
            input.key(),
            "the request of node '%s' does not read its input '%s'; use it as {{ %s }} under 'http' or remove it."
                .formatted(node, Shown.name(input.name()), Shown.name(input.name())));
      }
    }
  }

  private static SequencedMap<String, Binding> bindings(NodeDraft draft) {
    var bindings = new LinkedHashMap<>(draft.bindings());
    bindings.remove(HttpPlan.CONNECTION);
    draft
        .connection()
        .ifPresent(name -> bindings.put(HttpPlan.CONNECTION, new Binding.OfConnection(name)));
    return bindings;
  }
}
