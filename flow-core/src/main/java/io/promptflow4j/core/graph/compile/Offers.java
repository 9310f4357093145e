package io.promptflow4j.core.graph.compile;

import io.promptflow4j.core.definition.FlowDefinition;
import io.promptflow4j.core.definition.FlowPart;
import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.NodeDefinition;
import io.promptflow4j.core.definition.OutputDefinition;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.graph.FlowOutput;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.Offer;
import io.promptflow4j.core.graph.node.NodeDraft;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.graph.remote.Entries;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// The nodes that models may call: which, whether they can be, and that nobody else reads them.
final class Offers {

  private static final String CODE = "wrong-tools";
  private static final int MOST_TOOLS = 100;
  private static final int ROUNDS = 5;
  private static final int MOST_ROUNDS = 50;

  private final SequencedMap<NodeName, NodeDraft> drafts = new LinkedHashMap<>();
  private final Diagnostics diagnostics;

  /// One entry of a list of tools.
  private record Entry(NodeName name, Place place, Optional<Written.Fields> fields) {}

  Offers(List<NodeDraft> drafts, Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
    drafts.forEach(draft -> this.drafts.put(draft.name(), draft));
    drafts.forEach(this::check);
  }

  /// The nodes that a node names as tools, as far as they are names.
  static List<NodeName> names(NodeDefinition body) {
    String own = body.name().map(Located::value).orElse("");
    return entries(body).stream()
        .map(Entry::name)
        .filter(name -> !name.value().equals(own)) // a mistake that is told elsewhere
        .distinct()
        .toList();
  }

  /// All nodes that any node, in any variant, names as tools.
  static Set<NodeName> offered(FlowDefinition definition) {
    var found = new LinkedHashSet<NodeName>();
    definition.nodes().forEach(node -> found.addAll(names(node)));
    definition
        .nodeVariants()
        .forEach(variants ->
            variants
                .variants()
                .forEach(variant -> variant.node().ifPresent(body -> found.addAll(names(body)))));
    return found;
  }

  private static List<Entry> entries(NodeDefinition body) {
    var found = new ArrayList<Entry>();
    if (body.service().tools().orElse(null) instanceof Written.Items(var items, _)) {
      for (Written item : items) {
        switch (item) {
          case Written.Scalar(Value.Text(var name), var place, _) ->
              found.add(new Entry(new NodeName(name), place, Optional.empty()));
          case Written.Fields fields ->
              fields.fields().stream()
                  .filter(field -> field.key().value().equals("node"))
                  .findFirst()
                  .ifPresent(field ->
                      found.add(
                          new Entry(
                              new NodeName(PythonText.str(field.content().value())),
                              field.content().place(),
                              Optional.of(fields))));
          case Written.Scalar _, Written.Items _ -> {}
        }
      }
    }
    return found;
  }

  private void check(NodeDraft draft) {
    Optional<Written> tools = draft.definition().service().tools();
    if (draft.offered()) {
      checkOffered(draft);
    }
    if (!draft.offered() || tools.isPresent()) {
      for (NodeName read : readBy(draft)) {
        reportReader(draft.placeOfReading(read), read);
      }
    }
    if (tools.isEmpty()) {
      return;
    }
    String node = Shown.name(draft.name().value());
    boolean chats =
        type(draft).equals("llm")
            && draft.definition().api().map(Located::value).filter("completion"::equals).isEmpty();
    if (!chats) {
      wrong(
          tools.get().place(),
          "node '%s' can't call tools: only llm nodes with 'api: chat' can".formatted(node));
    } else if (draft.inputs().stream()
        .anyMatch(input -> input.name().equals("tools") || input.name().equals("functions"))) {
      wrong(
          tools.get().place(),
          "node '%s' has tools that are called here and an input of the same kind that is only told to the model; keep one of them"
              .formatted(node));
    }
    checkList(node, draft, tools.get());
  }

  private static Set<NodeName> readBy(NodeDraft draft) {
    var read = new LinkedHashSet<>(draft.predecessors());
    draft.tools().forEach(read::remove);
    return read;
  }

  private void reportReader(Place place, NodeName read) {
    NodeDraft other = drafts.get(read);
    if (other != null && other.offered()) {
      wrong(
          place,
          "node '%s' runs only when a model calls it, so there is no output of it to read here"
              .formatted(Shown.name(read.value())));
    }
  }

  private void checkList(String node, NodeDraft draft, Written tools) {
    if (!(tools instanceof Written.Items(var items, _))) {
      wrong(
          tools.place(), "'tools' of node '%s' has to be a list of names of nodes".formatted(node));
      return;
    }
    List<Entry> entries = entries(draft.definition());
    if (items.isEmpty() || entries.size() < items.size() || items.size() > MOST_TOOLS) {
      wrong(
          tools.place(),
          "'tools' of node '%s' has to be a list of 1 to %d nodes, each a name or a mapping with 'node'"
              .formatted(node, MOST_TOOLS));
    }
    var names = new LinkedHashSet<String>();
    drafts.keySet().forEach(name -> names.add(name.value()));
    names.remove(draft.name().value());
    var seen = new LinkedHashSet<NodeName>();
    for (Entry entry : entries) {
      if (!drafts.containsKey(entry.name()) || entry.name().equals(draft.name())) {
        wrong(
            entry.place(),
            "'tools' of node '%s' names '%s', but no other node has that name"
                .formatted(node, Shown.name(entry.name().value())),
            Suggestion.didYouMean(entry.name().value(), names));
      } else if (!seen.add(entry.name())) {
        wrong(
            entry.place(),
            "'tools' of node '%s' names '%s' twice"
                .formatted(node, Shown.name(entry.name().value())));
      }
      entry.fields().ifPresent(fields -> entries(node, fields).checkKeys(FlowPart.OFFERED));
    }
    var _ = rounds(draft);
  }

  private void checkOffered(NodeDraft draft) {
    String why =
        type(draft).equals("switch")
            ? "a switch only takes the output of other nodes"
            : draft.activation().isPresent()
                ? "it has a condition of its own, but the model decides when it runs"
                : draft.aggregation()
                    ? "it is an aggregation node"
                    : !draft.tools().isEmpty() ? "its own model calls tools" : "";
    if (!why.isEmpty()) {
      wrong(
          draft.place(),
          "node '%s' can't be a tool of a model: %s"
              .formatted(Shown.name(draft.name().value()), why));
    }
  }

  private static String type(NodeDraft draft) {
    return draft.definition().type().map(Located::value).orElse("");
  }

  private Entries entries(String node, Written.Fields fields) {
    return new Entries(CODE, "a tool of node '%s'".formatted(node), fields, diagnostics);
  }

  private int rounds(NodeDraft draft) {
    Optional<Written> written = draft.definition().service().rounds();
    return written
        .map(number ->
            new Entries(
                    CODE,
                    "node '%s'".formatted(Shown.name(draft.name().value())),
                    new Written.Fields(List.of(), number.place()),
                    diagnostics)
                .whole("max_tool_rounds", number, 1, MOST_ROUNDS, ROUNDS))
        .orElse(ROUNDS);
  }

  private void wrong(Place place, String problem) {
    wrong(place, problem, "");
  }

  private void wrong(Place place, String problem, String remedy) {
    diagnostics.error(CODE, place, problem + "." + remedy);
  }

  /// The nodes, those with tools with what their models may call.
  SequencedMap<NodeName, Node> added(SequencedMap<NodeName, Node> nodes) {
    if (drafts.values().stream().allMatch(draft -> draft.tools().isEmpty())) {
      return nodes;
    }
    var all = new LinkedHashMap<>(nodes);
    for (Map.Entry<NodeName, Node> entry : nodes.entrySet()) {
      NodeDraft draft = drafts.get(entry.getKey());
      if (draft != null && entry.getValue() instanceof Node.Llm llm && !draft.tools().isEmpty()) {
        all.put(entry.getKey(), llm.offering(offer(draft, nodes)));
      }
    }
    return all;
  }

  private Offer offer(NodeDraft draft, Map<NodeName, Node> nodes) {
    var tools = new ArrayList<Offer.Offered>();
    String node = Shown.name(draft.name().value());
    for (Entry entry : entries(draft.definition())) {
      Node tool = nodes.get(entry.name());
      if (tool != null) {
        Optional<Entries> said = entry.fields().map(fields -> entries(node, fields));
        var parameters = new LinkedHashMap<String, String>();
        said.ifPresent(fields ->
            fields
                .mapping("parameters")
                .forEach(field ->
                    parameters.put(field.key().value(), PythonText.str(field.content().value()))));
        String description = said.flatMap(fields -> fields.text("description")).orElse("");
        tools.add(new Offer.Offered(description, parameters, tool));
      }
    }
    int before = diagnostics.size();
    int rounds = rounds(draft);
    var _ = diagnostics.takeFrom(before); // said already
    return new Offer(tools, rounds);
  }

  /// What models call is nobody's output.
  void checkOutputs(List<OutputDefinition> written, List<FlowOutput> outputs) {
    for (FlowOutput output : outputs) {
      Place place =
          written.stream()
              .filter(one -> one.name().value().equals(output.name()))
              .flatMap(one -> one.reference().stream())
              .map(Written::place)
              .findFirst()
              .orElse(new Place("", 1, 1));
      output.binding().forEachNode(read -> reportReader(place, read));
    }
  }
}
