package io.promptflow4j.core.graph.compile;

import static java.util.stream.Collectors.joining;

import io.promptflow4j.core.definition.FlowDefinition;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.check.AggregationRules;
import io.promptflow4j.core.graph.check.EdgeTypes;
import io.promptflow4j.core.graph.check.NodeOrder;
import io.promptflow4j.core.graph.check.Reachability;
import io.promptflow4j.core.graph.node.FlowFiles;
import io.promptflow4j.core.graph.node.NodeCompiler;
import io.promptflow4j.core.graph.node.NodeDraft;
import io.promptflow4j.core.graph.reference.BindingReader;
import io.promptflow4j.core.graph.reference.FlowNames;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Severity;
import io.promptflow4j.core.value.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Checks the variants that are not chosen, each as if it were. The original never looks at them,
/// so what is wrong with one is at most a warning. One use, one thread.
final class OtherVariants {

  /// Up to this many variants times nodes, the rules between nodes are checked too; they look at
  /// the whole flow for each variant.
  private static final int MAX_WORK = 100_000;

  private static final int MAX_NAMED = 3;

  /// The flow as it is chosen.
  ///
  /// @param inputs the flow inputs' types
  /// @param nodes those that could be compiled
  record Chosen(
      FlowNames scope,
      Map<String, ValueType> inputs,
      List<NodeDraft> drafts,
      Map<NodeName, Node> nodes) {}

  /// A finding, whichever variant has it.
  private record Finding(Place place, String code, String message) {
    static Finding of(Diagnostic one) {
      return new Finding(one.place(), one.code(), one.message());
    }
  }

  /// What is wrong, and with which variants.
  private record Shared(Severity severity, List<String> variants) {}

  private final FlowDefinition definition;
  private final FlowFolder folder;
  private final CompileOptions options;
  private final Chosen chosen;
  private final Diagnostics found = new Diagnostics();
  private final Map<Finding, Shared> findings = new LinkedHashMap<>();

  OtherVariants(
      FlowDefinition definition, FlowFolder folder, CompileOptions options, Chosen chosen) {
    this.definition = definition;
    this.folder = folder;
    this.options = options;
    this.chosen = chosen;
  }

  /// Adds what is wrong with `others` to `diagnostics`, which already hold what is wrong with the
  /// flow as it is chosen; that is not said again.
  void check(List<ChosenNode> others, Diagnostics diagnostics) {
    if (others.isEmpty()) {
      return;
    }
    var writer =
        new DraftWriter(definition, new BindingReader(chosen.scope(), found), options, found);
    var drafts = new ArrayList<NodeDraft>(others.size());
    for (ChosenNode other : others) {
      drafts.add(writer.draft(other));
      keep(other);
    }
    var files = new FlowFiles(folder, definition.place().file(), found);
    var compiler =
        new NodeCompiler(
            drafts, files, options.toolbox(), options.subFlows(), options.services(), found);
    boolean inPlace = (long) others.size() * chosen.drafts().size() <= MAX_WORK;
    for (int i = 0; i < drafts.size(); i++) {
      Optional<Node> node = compiler.compile(drafts.get(i));
      if (inPlace) {
        checkInPlace(drafts.get(i), node);
      }
      keep(others.get(i));
    }
    diagnostics.sorted().forEach(known -> findings.remove(Finding.of(known)));
    findings.forEach((finding, shared) -> diagnostics.add(said(finding, shared)));
  }

  private void keep(ChosenNode other) {
    String variant =
        "${%s.%s}"
            .formatted(Shown.name(other.name().value()), Shown.name(other.variant().orElse("")));
    for (Diagnostic one : found.takeFrom(0)) {
      Severity severity = one.isError() ? Severity.WARNING : one.severity();
      List<String> variants =
          findings
              .computeIfAbsent(Finding.of(one), _ -> new Shared(severity, new ArrayList<>()))
              .variants();
      if (!variants.contains(variant) && variants.size() <= MAX_NAMED) {
        variants.add(variant);
      }
    }
  }

  private static Diagnostic said(Finding finding, Shared shared) {
    String named = shared.variants().stream().limit(MAX_NAMED).collect(joining(", "));
    String more = shared.variants().size() > MAX_NAMED ? " …" : "";
    return new Diagnostic(
        shared.severity(),
        finding.code(),
        finding.place(),
        "in variant %s%s: %s".formatted(named, more, finding.message()));
  }

  /// The rules between nodes, with this variant in the place of what is chosen.
  private void checkInPlace(NodeDraft draft, Optional<Node> node) {
    var drafts = new ArrayList<>(chosen.drafts());
    drafts.replaceAll(one -> one.name().equals(draft.name()) ? draft : one);
    if (!drafts.contains(draft)) {
      drafts.add(draft);
    }
    var nodes = new LinkedHashMap<>(chosen.nodes());
    nodes.remove(draft.name());
    node.ifPresent(compiled -> nodes.put(draft.name(), compiled));
    List<NodeDraft> ordered = NodeOrder.of(drafts, found);
    AggregationRules.check(drafts, found);
    EdgeTypes.check(List.of(draft), chosen.inputs(), nodes, found);
    Reachability.check(ordered, chosen.inputs(), nodes, found);
  }
}
