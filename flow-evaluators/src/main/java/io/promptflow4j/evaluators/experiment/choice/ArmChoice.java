package io.promptflow4j.evaluators.experiment.choice;

import io.promptflow4j.core.engine.variant.NodeVariants;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.evaluators.experiment.Arm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// Reads which variants of a flow are to be compared.
///
/// `all` are those of one node, `grid` all combinations of the variants of several nodes. Others
/// are named: `node.variant`, or `node.variant+node.variant` for a choice at several nodes; where
/// one node alone is compared, its variant's id will do. An arm is called by the ids of its
/// variants if all arms choose at the same one node, else by nodes and ids.
public final class ArmChoice {

  /// How many combinations a grid may have.
  private static final int MOST_ARMS = 100;

  private static final Place PLACE = Place.startOf("experiment");

  private final List<NodeVariants> nodes;
  private final Diagnostics diagnostics;

  /// @param nodes the nodes of the flow that have variants
  public ArmChoice(List<NodeVariants> nodes, Diagnostics diagnostics) {
    this.nodes = List.copyOf(nodes);
    this.diagnostics = diagnostics;
  }

  /// The arms that somebody asks for; what is wrong goes to the diagnostics.
  ///
  /// @param written `all`, `grid`, or variants by name; nothing means `all`
  /// @param at the nodes that `all` and `grid` are about; nothing means those that have variants
  public List<Arm> of(List<String> written, List<String> at) {
    List<NodeVariants> chosen = chosen(at);
    if (nodes.isEmpty()) {
      error("no-variants", "no node of the flow has variants, so there is nothing to choose from.");
      return List.of();
    }
    if (written.isEmpty() || written.equals(List.of("all"))) {
      return all(chosen);
    }
    return written.equals(List.of("grid")) ? grid(chosen) : named(written, chosen);
  }

  private List<NodeVariants> chosen(List<String> at) {
    List<String> names = nodes.stream().map(NodeVariants::node).toList();
    for (String name : at) {
      if (!names.contains(name) && !names.isEmpty()) {
        error(
            "unknown-node",
            "no node '%s' has variants; %s has.%s"
                .formatted(name, String.join(", ", names), Suggestion.didYouMean(name, names)));
      }
    }
    return at.isEmpty() ? nodes : nodes.stream().filter(node -> at.contains(node.node())).toList();
  }

  private List<Arm> all(List<NodeVariants> chosen) {
    if (chosen.size() > 1) {
      error(
          "several-nodes",
          "several nodes have variants: %s. Say which one with --node, or --variants grid for all"
                  .formatted(
                      chosen.stream().map(NodeVariants::node).collect(Collectors.joining(", ")))
              + " combinations.");
      return List.of();
    }
    return chosen.isEmpty() ? List.of() : grid(chosen);
  }

  private List<Arm> grid(List<NodeVariants> chosen) {
    long combinations = 1;
    for (NodeVariants node : chosen) {
      combinations *= Math.max(1, node.choices().size());
      if (combinations > MOST_ARMS) {
        error(
            "too-many-variants",
            "the grid has more than %d combinations; choose nodes with --node."
                .formatted(MOST_ARMS));
        return List.of();
      }
    }
    List<SequencedMap<String, String>> all = List.of(new LinkedHashMap<>());
    for (NodeVariants node : chosen) {
      var longer = new ArrayList<SequencedMap<String, String>>();
      for (SequencedMap<String, String> one : all) {
        for (NodeVariants.Choice choice : node.choices()) {
          var with = new LinkedHashMap<>(one);
          with.put(node.node(), choice.id());
          longer.add(with);
        }
      }
      all = longer;
    }
    return arms(all);
  }

  private List<Arm> named(List<String> written, List<NodeVariants> chosen) {
    var found = new ArrayList<SequencedMap<String, String>>();
    for (String one : written) {
      String bare = one.replaceAll("[${}]", "");
      var choices = new LinkedHashMap<String, String>();
      for (String part : bare.split("\\+", -1)) {
        read(part.strip(), chosen).ifPresent(choice -> choices.put(choice.node(), choice.id()));
      }
      if (!choices.isEmpty() && !found.contains(choices)) {
        found.add(choices);
      }
    }
    return arms(found);
  }

  private record Chosen(String node, String id) {}

  private Optional<Chosen> read(String part, List<NodeVariants> chosen) {
    for (NodeVariants node : nodes) {
      String id =
          part.startsWith(node.node() + ".") ? part.substring(node.node().length() + 1) : "";
      if (choice(node, id).isPresent()) {
        return Optional.of(new Chosen(node.node(), id));
      }
    }
    if (chosen.size() == 1 && choice(chosen.getFirst(), part).isPresent()) {
      return Optional.of(new Chosen(chosen.getFirst().node(), part));
    }
    List<String> known =
        nodes.stream()
            .flatMap(node -> node.choices().stream().map(choice -> node.node() + "." + choice.id()))
            .toList();
    error(
        "unknown-variant",
        "the flow has no variant '%s'; there is %s.%s"
            .formatted(part, String.join(", ", known), Suggestion.didYouMean(part, known)));
    return Optional.empty();
  }

  private static Optional<NodeVariants.Choice> choice(NodeVariants node, String id) {
    return node.choices().stream().filter(one -> one.id().equals(id)).findFirst();
  }

  private List<Arm> arms(List<SequencedMap<String, String>> all) {
    boolean atOneNode = all.stream().flatMap(one -> one.keySet().stream()).distinct().count() == 1;
    return all.stream()
        .map(one ->
            new Arm(
                one.entrySet().stream()
                    .map(entry ->
                        atOneNode ? entry.getValue() : entry.getKey() + "." + entry.getValue())
                    .collect(Collectors.joining("+")),
                description(one),
                one))
        .toList();
  }

  private String description(SequencedMap<String, String> choices) {
    return nodes.stream()
        .flatMap(node ->
            Optional.ofNullable(choices.get(node.node()))
                .flatMap(id -> choice(node, id))
                .map(NodeVariants.Choice::description)
                .filter(text -> !text.isBlank())
                .stream())
        .collect(Collectors.joining("; "));
  }

  private void error(String code, String message) {
    diagnostics.error(code, PLACE, message);
  }
}
