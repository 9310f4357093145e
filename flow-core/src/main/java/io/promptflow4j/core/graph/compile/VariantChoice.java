package io.promptflow4j.core.graph.compile;

import io.promptflow4j.core.definition.FlowDefinition;
import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.NodeDefinition;
import io.promptflow4j.core.definition.VariantsDefinition;
import io.promptflow4j.core.definition.VariantsDefinition.Variant;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.node.SubFlows;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Severity;
import io.promptflow4j.core.source.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Gives each node its body: its own, or that of the variant which was chosen from outside or is
/// the default. A variant replaces the whole node but its name.
final class VariantChoice {

  private final FlowDefinition definition;
  private final Map<String, String> wanted;
  private final Diagnostics diagnostics;
  private final Map<String, VariantsDefinition> variants = new LinkedHashMap<>();
  private final List<ChosenNode> others = new ArrayList<>();
  private final List<ChosenNode> duplicates = new ArrayList<>();

  private VariantChoice(
      FlowDefinition definition, Map<String, String> wanted, Diagnostics diagnostics) {
    this.definition = definition;
    this.wanted = wanted;
    this.diagnostics = diagnostics;
    definition.nodeVariants().forEach(one -> variants.putIfAbsent(one.node().value(), one));
  }

  static ChosenNodes choose(
      FlowDefinition definition, CompileOptions options, Diagnostics diagnostics) {
    var choice = new VariantChoice(definition, options.variants(), diagnostics);
    SequencedMap<String, NodeDefinition> named = choice.named();
    choice.checkWanted(named);
    choice.reportOrphans(named);
    var chosen = new ArrayList<ChosenNode>(named.size());
    var names = new LinkedHashSet<NodeName>();
    named.forEach((name, node) -> {
      names.add(new NodeName(name));
      choice.chosen(name, node).ifPresent(chosen::add);
    });
    return new ChosenNodes(chosen, choice.others, choice.duplicates, names);
  }

  private SequencedMap<String, NodeDefinition> named() {
    var named = new LinkedHashMap<String, NodeDefinition>();
    Map<String, Place> first = new HashMap<>();
    for (NodeDefinition node : definition.nodes()) {
      Optional<Located<String>> name = node.name().filter(one -> !one.value().isBlank());
      if (name.isEmpty()) {
        diagnostics.error(
            "missing-name",
            node.place(),
            "this node has no name; add 'name: …', unique in the flow.");
        continue;
      }
      Place before = first.putIfAbsent(name.get().value(), name.get().place());
      if (before != null) {
        diagnostics.error(
            "duplicate-node",
            name.get().place(),
            "there is another node '%s' in line %d; give each node a name of its own."
                .formatted(Shown.name(name.get().value()), before.line()));
        keepDuplicate(name.get(), node);
        continue;
      }
      named.put(name.get().value(), node);
    }
    return named;
  }

  private void keepDuplicate(Located<String> name, NodeDefinition node) {
    if (!usesVariants(node)) {
      duplicates.add(
          new ChosenNode(new NodeName(name.value()), node, name.place(), Optional.empty()));
    }
  }

  private void checkWanted(SequencedMap<String, NodeDefinition> named) {
    wanted.forEach((node, id) -> {
      if (SubFlows.isBelow(node, named.keySet())) {
        return; // the flow of that node has to have it
      }
      if (!named.containsKey(node)) {
        diagnostics.error(
            "unknown-variant-node",
            definition.place(),
            "variant '%s' is asked for node '%s', but no node has that name.%s"
                .formatted(
                    Shown.name(id), Shown.name(node), Suggestion.didYouMean(node, named.keySet())));
      } else if (!variants.containsKey(node)) {
        diagnostics.error(
            "unknown-variant-node",
            named.get(node).place(),
            "variant '%s' is asked for node '%s', but 'node_variants' lists none for it."
                .formatted(Shown.name(id), Shown.name(node)));
      }
    });
  }

  private void reportOrphans(SequencedMap<String, NodeDefinition> named) {
    for (VariantsDefinition one : variants.values()) {
      String name = one.node().value();
      NodeDefinition node = named.get(name);
      if (node == null) {
        diagnostics.hint(
            "unused-variants",
            one.node().place(),
            "'node_variants' lists variants for '%s', but no node has that name.%s"
                .formatted(Shown.name(name), Suggestion.didYouMean(name, named.keySet())));
      } else if (!usesVariants(node) && !wanted.containsKey(name)) {
        diagnostics.hint(
            "unused-variants",
            one.node().place(),
            "node '%s' has variants but does not use them; add 'use_variants: true' to the node."
                .formatted(Shown.name(name)));
      }
    }
  }

  private static boolean usesVariants(NodeDefinition node) {
    return node.useVariants().map(Located::value).orElse(false);
  }

  private Optional<ChosenNode> chosen(String name, NodeDefinition node) {
    VariantsDefinition listed = variants.get(name);
    Place place = node.name().map(Located::place).orElse(node.place());
    boolean asked = wanted.containsKey(name) && listed != null;
    if (!usesVariants(node) && !asked) {
      Optional.ofNullable(listed).ifPresent(one -> leaveOut(one, Optional.empty()));
      return Optional.of(new ChosenNode(new NodeName(name), node, place, Optional.empty()));
    }
    if (listed == null) {
      diagnostics.error(
          "missing-variants",
          node.useVariants().map(Located::place).orElse(place),
          "node '%s' uses variants, but 'node_variants' lists none for it; list them there, or remove 'use_variants'."
              .formatted(Shown.name(name)));
      return Optional.empty();
    }
    Optional<Variant> variant = asked ? asked(name, listed) : byDefault(name, listed);
    leaveOut(listed, variant);
    return variant.flatMap(one -> body(name, one, place));
  }

  private Optional<Variant> asked(String name, VariantsDefinition listed) {
    String id = wanted.getOrDefault(name, "");
    Optional<Variant> found = variant(listed, id);
    if (found.isEmpty()) {
      diagnostics.error(
          "unknown-variant",
          listed.node().place(),
          "node '%s' has no variant '%s'; it has %s.%s"
              .formatted(
                  Shown.name(name),
                  Shown.name(id),
                  shownIds(listed),
                  Suggestion.didYouMean(id, ids(listed))));
    }
    return found;
  }

  private Optional<Variant> byDefault(String name, VariantsDefinition listed) {
    if (listed.defaultVariant().isEmpty()) {
      diagnostics.error(
          "missing-default-variant",
          listed.node().place(),
          "the variants of node '%s' have no default; add 'default_variant_id', one of %s."
              .formatted(Shown.name(name), shownIds(listed)));
      return Optional.empty();
    }
    Located<String> id = listed.defaultVariant().get();
    Optional<Variant> found = variant(listed, id.value());
    if (found.isEmpty()) {
      diagnostics.error(
          "missing-default-variant",
          id.place(),
          "the default variant '%s' of node '%s' is not among its variants; it has %s.%s"
              .formatted(
                  Shown.name(id.value()),
                  Shown.name(name),
                  shownIds(listed),
                  Suggestion.didYouMean(id.value(), ids(listed))));
    }
    return found;
  }

  private Optional<ChosenNode> body(String name, Variant variant, Place place) {
    if (variant.node().isEmpty()) {
      reportNoBody(name, variant, Severity.ERROR);
    }
    return variant
        .node()
        .map(body ->
            new ChosenNode(new NodeName(name), body, place, Optional.of(variant.id().value())));
  }

  private void reportNoBody(String name, Variant variant, Severity severity) {
    diagnostics.add(
        new Diagnostic(
            severity,
            "missing-variant-node",
            variant.id().place(),
            "variant '%s' of node '%s' has no 'node'; write the node's type, source and inputs below it."
                .formatted(Shown.name(variant.id().value()), Shown.name(name))));
  }

  private void leaveOut(VariantsDefinition listed, Optional<Variant> chosen) {
    String name = listed.node().value();
    for (Variant other : listed.variants()) {
      String id = other.id().value();
      if (chosen.filter(one -> one.id().value().equals(id)).isPresent()) {
        continue;
      }
      if (other.node().isEmpty()) {
        reportNoBody(name, other, Severity.WARNING);
      }
      other
          .node()
          .map(
              body -> new ChosenNode(new NodeName(name), body, other.id().place(), Optional.of(id)))
          .ifPresent(others::add);
    }
  }

  private static Optional<Variant> variant(VariantsDefinition listed, String id) {
    return listed.variants().stream().filter(one -> one.id().value().equals(id)).findFirst();
  }

  private static List<String> ids(VariantsDefinition listed) {
    return listed.variants().stream().map(one -> one.id().value()).toList();
  }

  private static String shownIds(VariantsDefinition listed) {
    return listed.variants().isEmpty()
        ? "none"
        : Shown.name("'" + String.join("', '", ids(listed)) + "'");
  }
}
