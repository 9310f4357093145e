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
  private final List<FlowOutput> ofRows = new ArrayList<>();
  private final List<FlowOutput> ofTheRun = new ArrayList<>();

  OutputCompiler(BindingReader bindings, List<NodeDraft> drafts, Diagnostics diagnostics) {
    this.bindings = bindings;
    this.diagnostics = diagnostics;
    drafts.stream().filter(NodeDraft::aggregation).forEach(draft -> aggregations.add(draft.name()));
  }

  void compile(List<OutputDefinition> definitions) {
    Set<String> names = new HashSet<>();
    for (OutputDefinition definition : definitions) {
      if (names.add(definition.name().value())) {
        binding(definition)
            .ifPresent(binding ->
                (readsAggregation(binding) ? ofTheRun : ofRows).add(output(definition, binding)));
      }
    }
  }

  /// The outputs that each row has.
  List<FlowOutput> ofRows() {
    return ofRows;
  }

  /// Those that read aggregation nodes.
  List<FlowOutput> ofTheRun() {
    return ofTheRun;
  }

  private boolean readsAggregation(Binding binding) {
    var read = new LinkedHashSet<NodeName>();
    binding.forEachNode(read::add);
    return read.stream().anyMatch(aggregations::contains);
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
    Optional<Binding> binding = bindings.read(reference.get(), Site.ofOutput(name));
    binding.ifPresent(read -> warnIfLeftOut(name, read, reference.get()));
    return binding;
  }

  private static boolean isEmpty(Value value) {
    return value instanceof Value.Null || value.equals(Value.Text.EMPTY);
  }

  private void warnIfLeftOut(String name, Binding binding, Written reference) {
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
