package io.promptflow4j.core.graph.node;

import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.NodeDefinition.SourceDefinition;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.template.Template;
import io.promptflow4j.core.template.TemplateVariable;
import io.promptflow4j.core.value.Coercion;
import io.promptflow4j.core.value.ValueType;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;

/// Compiles `prompt` nodes, and what they share with the other nodes that have a template.
final class PromptCompiler {

  private final FlowFiles files;
  private final Literals literals;
  private final Diagnostics diagnostics;

  PromptCompiler(FlowFiles files, Literals literals, Diagnostics diagnostics) {
    this.files = files;
    this.literals = literals;
    this.diagnostics = diagnostics;
  }

  Optional<Node> compile(NodeDraft draft) {
    Optional<Located<String>> path = templatePath(draft, files, diagnostics);
    Optional<Template> template = path.flatMap(files::template);
    if (template.isEmpty()) {
      return Optional.empty();
    }
    for (TemplateVariable variable : template.get().variables()) {
      if (variable.name().equals("template")) {
        diagnostics.error(
            "reserved-variable",
            files.shown(variable.place()),
            "the prompt of node '%s' reads the variable 'template', a name that prompt nodes keep for themselves; rename it here and in the node's inputs."
                .formatted(Shown.name(draft.name().value())));
      }
    }
    checkVariables(draft, template.get(), files, diagnostics);
    reportUnused(draft, template.get());
    var bindings = new LinkedHashMap<String, Binding>();
    draft.bindings().forEach((name, binding) -> bindings.put(name, withImages(binding)));
    return Optional.of(
        new Node.Prompt(draft.head(bindings, path.map(Located::value)), template.get()));
  }

  /// A literal with its pictures loaded; a mapping that only looks like a picture stays as it is.
  private Binding withImages(Binding binding) {
    return binding instanceof Binding.Literal(var value)
            && literals.coerce(ValueType.ANY, value) instanceof Coercion.Fits(var fitting)
        ? new Binding.Literal(fitting)
        : binding;
  }

  /// The file of a node that has a template.
  static Optional<Located<String>> templatePath(
      NodeDraft draft, FlowFiles files, Diagnostics diagnostics) {
    Optional<SourceDefinition> source = draft.definition().source();
    String name = Shown.name(draft.name().value());
    if (source.isEmpty()) {
      diagnostics.error(
          "missing-source",
          draft.place(),
          "node '%s' has no source; add 'source: {type: code, path: FILE.jinja2}'."
              .formatted(name));
      return Optional.empty();
    }
    if (source.get().path().isEmpty()) {
      diagnostics.error(
          "missing-path",
          source.get().place(),
          "the source of node '%s' has no path; add 'path: FILE.jinja2', relative to the flow folder."
              .formatted(name));
    }
    return source.get().path();
  }

  /// Warns of variables that no input supplies; the original renders them as nothing.
  static void checkVariables(
      NodeDraft draft, Template template, FlowFiles files, Diagnostics diagnostics) {
    if (draft.offered()) {
      return; // the model supplies them
    }
    Set<String> supplied = new HashSet<>();
    draft.inputs().forEach(input -> supplied.add(input.name()));
    for (TemplateVariable variable : template.variables()) {
      if (!variable.optional() && !supplied.contains(variable.name())) {
        diagnostics.warning(
            "unsupplied-variable",
            files.shown(variable.place()),
            "the prompt of node '%s' reads '%s', which no input supplies, so nothing is printed there; add an input '%s' to the node.%s"
                .formatted(
                    Shown.name(draft.name().value()),
                    Shown.name(variable.name()),
                    Shown.name(variable.name()),
                    Suggestion.closest(variable.name(), supplied)
                        .map(" Its input '%s' may be meant."::formatted)
                        .orElse("")));
      }
    }
  }

  static Set<String> variableNames(Template template) {
    Set<String> names = new HashSet<>();
    template.variables().forEach(variable -> names.add(variable.name()));
    return names;
  }

  private void reportUnused(NodeDraft draft, Template template) {
    Set<String> read = variableNames(template);
    for (NodeDraft.Input input : draft.inputs()) {
      if (!read.contains(input.name())) {
        diagnostics.hint(
            "unused-node-input",
            input.key(),
            "the prompt of node '%s' does not read its input '%s'; use it in the template or remove it."
                .formatted(Shown.name(draft.name().value()), Shown.name(input.name())));
      }
    }
  }
}
