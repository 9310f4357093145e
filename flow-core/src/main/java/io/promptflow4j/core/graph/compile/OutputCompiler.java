package io.promptflow4j.core.graph.compile;

import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.OutputDefinition;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.FlowOutput;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.node.NodeDraft;
import io.promptflow4j.core.graph.reference.BindingReader;
import io.promptflow4j.core.graph.reference.ReferencePlaces;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.graph.reference.Site;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Compiles `outputs`. One that reads an aggregation node is left out, since a row has no value for
/// it.
final class OutputCompiler {

  private final BindingReader bindings;
  private final Set<NodeName> aggregations = new HashSet<>();
  private final Diagnostics diagnostics;

  OutputCompiler(BindingReader bindings, List<NodeDraft> drafts, Diagnostics diagnostics) {
    this.bindings = bindings;
    this.diagnostics = diagnostics;
    drafts.stream().filter(NodeDraft::aggregation).forEach(draft -> aggregations.add(draft.name()));
  }

  List<FlowOutput> compile(List<OutputDefinition> definitions) {
    Set<String> names = new HashSet<>();
    var outputs = new ArrayList<FlowOutput>();
    for (OutputDefinition definition : definitions) {
      if (names.add(definition.name().value())) {
        binding(definition).ifPresent(binding -> outputs.add(output(definition, binding)));
      }
    }
    return outputs;
  }

  private Optional<Binding> binding(OutputDefinition definition) {
    String name = definition.name().value();
    Optional<Written> reference =
        definition.reference().filter(written -> !isEmpty(written.value()));
    if (reference.isEmpty()) {
      diagnostics.error(
          "missing-reference",
          definition.reference().map(Written::place).orElse(definition.name().place()),
          "the output '%s' reads nothing; add 'reference: ${NODE.output}'."
              .formatted(Shown.name(name)));
      return Optional.empty();
    }
    return bindings
        .read(reference.get(), Site.ofOutput(name))
        .filter(binding -> !isLeftOut(name, binding, reference.get()));
  }

  private static boolean isEmpty(Value value) {
    return value instanceof Value.Null || value.equals(Value.Text.EMPTY);
  }

  private boolean isLeftOut(String name, Binding binding, Written reference) {
    var read = new LinkedHashSet<NodeName>();
    binding.forEachNode(read::add);
    read.retainAll(aggregations);
    if (!read.isEmpty()) {
      diagnostics.warning(
          "aggregation-output",
          ReferencePlaces.in(reference).of(read.getFirst()),
          "the output '%s' is left out, because '%s' is an aggregation node and has no value for a row; log a metric there, or read another node."
              .formatted(Shown.name(name), Shown.name(read.getFirst().value())));
    }
    return !read.isEmpty();
  }

  private FlowOutput output(OutputDefinition definition, Binding binding) {
    return new FlowOutput(
        definition.name().value(),
        definition.type().map(this::type).orElse(ValueType.ANY),
        binding,
        definition.description().map(Located::value).orElse(""),
        definition.evaluationOnly().map(Located::value).orElse(false));
  }

  private ValueType type(Located<String> written) {
    Optional<ValueType> type = ValueType.named(written.value());
    if (type.isEmpty()) {
      diagnostics.hint(
          "unknown-output-type",
          written.place(),
          "'%s' is not a type that flows know; an output's type is never enforced, so any value is given out."
              .formatted(Shown.name(written.value())));
    }
    return type.orElse(ValueType.ANY);
  }
}
