package io.promptflow4j.core.graph.compile;

import io.promptflow4j.core.definition.FlowDefinition;
import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.NodeDefinition;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.graph.Activation;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.control.ControlReader;
import io.promptflow4j.core.graph.control.Switches;
import io.promptflow4j.core.graph.node.NodeDraft;
import io.promptflow4j.core.graph.node.SubFlows;
import io.promptflow4j.core.graph.reference.BindingReader;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.graph.reference.Site;
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
import java.util.Set;

/// Resolves the references of all nodes, and binds from outside what was asked for.
final class DraftWriter {

  private static final String CONNECTION = "connection";
  private static final List<String> LLM_FIELDS = List.of(CONNECTION, "deployment_name", "model");

  private final FlowDefinition definition;
  private final BindingReader bindings;
  private final Map<String, Map<String, String>> overrides;
  private final ActivationCheck activations;
  private final ControlReader controls;
  private final Set<NodeName> offered;
  private Optional<Switches> switches = Optional.empty();
  private final Diagnostics diagnostics;

  DraftWriter(
      FlowDefinition definition,
      BindingReader bindings,
      CompileOptions options,
      Diagnostics diagnostics) {
    this.definition = definition;
    this.bindings = bindings;
    this.overrides = options.connections();
    this.controls = new ControlReader(bindings, diagnostics);
    this.activations = new ActivationCheck(bindings, diagnostics);
    this.offered = Offers.offered(definition);
    this.diagnostics = diagnostics;
  }

  List<NodeDraft> write(ChosenNodes chosen) {
    checkOverrides(chosen);
    if (chosen.nodes().stream().anyMatch(node -> Switches.isSwitch(node.body()))) {
      var found = new Switches(bindings, chosen.names(), diagnostics);
      chosen.nodes().stream()
          .filter(node -> Switches.isSwitch(node.body()))
          .forEach(node -> found.add(node.name(), node.body(), node.place()));
      switches = Optional.of(found);
    }
    return chosen.nodes().stream().map(this::draft).toList();
  }

  private void checkOverrides(ChosenNodes chosen) {
    if (overrides.isEmpty()) {
      return;
    }
    List<String> names = chosen.names().stream().map(NodeName::value).toList();
    overrides.forEach((node, fields) -> {
      if (!names.contains(node) && !SubFlows.isBelow(node, names)) {
        diagnostics.error(
            "unknown-override",
            definition.place(),
            "'%s' is to be bound for node '%s', but no node has that name.%s"
                .formatted(
                    Shown.name(String.join("', '", fields.keySet())),
                    Shown.name(node),
                    Suggestion.didYouMean(node, names)));
      }
    });
    chosen.nodes().forEach(this::checkFields);
  }

  private void checkFields(ChosenNode node) {
    Set<String> known = known(node);
    for (String field : unknown(node)) {
      diagnostics.error(
          "unknown-override",
          node.place(),
          "'%s' is to be bound for node '%s', but what can be bound is %s.%s"
              .formatted(
                  Shown.name(field),
                  Shown.name(node.name().value()),
                  known.isEmpty() ? "nothing" : Shown.name("'" + String.join("', '", known) + "'"),
                  Suggestion.didYouMean(field, known)));
    }
  }

  /// The fields that are bound from outside and that the node does not have. Those of a tool are
  /// compared with its parameters later, once these are known.
  private Set<String> unknown(ChosenNode node) {
    Map<String, String> bound = overrides.getOrDefault(node.name().value(), Map.of());
    String type = node.body().type().map(Located::value).orElse("");
    if (bound.isEmpty()
        || !(type.equals("llm") || type.equals("prompt") || isService(node.body()))) {
      return Set.of();
    }
    var unknown = new LinkedHashSet<>(bound.keySet());
    unknown.removeAll(known(node));
    return unknown;
  }

  private static Set<String> known(ChosenNode node) {
    boolean isLlm = node.body().type().map(Located::value).filter("llm"::equals).isPresent();
    var known =
        new LinkedHashSet<>(
            isLlm ? LLM_FIELDS : isService(node.body()) ? List.of(CONNECTION) : List.<String>of());
    node.body().inputs().forEach(input -> known.add(input.key().value()));
    return known;
  }

  private static boolean isService(NodeDefinition body) {
    String type = body.type().map(Located::value).orElse("");
    return type.equals("http") || type.equals("mcp");
  }

  NodeDraft draft(ChosenNode node) {
    NodeDefinition body = node.body();
    Map<String, String> bound = overrides.getOrDefault(node.name().value(), Map.of());
    boolean isLlm = body.type().map(Located::value).filter("llm"::equals).isPresent();
    return new NodeDraft(
        body,
        node.name(),
        node.place(),
        node.variant(),
        Switches.isSwitch(body)
            ? switches.map(all -> all.inputs(node.name())).orElse(List.of())
            : inputs(node, bound, isLlm || isService(body)),
        isLlm || isService(body) ? connection(node, bound) : Optional.empty(),
        activation(node),
        body.aggregation().map(Located::value).orElse(false),
        controls.control(node.name(), body),
        Offers.names(body),
        offered.contains(node.name()));
  }

  private Optional<Activation> activation(ChosenNode node) {
    Optional<Activation> own = activations.activation(node.name(), node.body());
    Optional<Activation> ofBranch = switches.flatMap(all -> all.condition(node.name()));
    if (ofBranch.isPresent() && node.body().activate().isPresent()) {
      switches.ifPresent(all -> all.reportTwo(node.name(), node.body().activate().get().place()));
    }
    return own.or(() -> ofBranch);
  }

  private List<NodeDraft.Input> inputs(
      ChosenNode node, Map<String, String> bound, boolean connects) {
    Site site = ControlReader.site(node.name(), node.body());
    Map<String, NodeDraft.Input> inputs = new LinkedHashMap<>();
    for (Written.Field field : node.body().inputs()) {
      String name = field.key().value();
      Place place = field.content().place();
      boolean isBound = bound.containsKey(name);
      Optional<Binding> binding =
          isBound ? Optional.of(outside(bound, name)) : bindings.read(field.content(), site);
      Optional<Written> written = isBound ? Optional.empty() : Optional.of(field.content());
      inputs.put(name, new NodeDraft.Input(name, field.key().place(), place, written, binding));
    }
    Set<String> unknown = unknown(node);
    for (String name : bound.keySet()) {
      if (!unknown.contains(name) && !(connects && name.equals(CONNECTION))) {
        inputs.computeIfAbsent(
            name,
            _ ->
                new NodeDraft.Input(
                    name,
                    node.place(),
                    node.place(),
                    Optional.empty(),
                    Optional.of(outside(bound, name))));
      }
    }
    return new ArrayList<>(inputs.values());
  }

  private static Binding outside(Map<String, String> bound, String field) {
    return new Binding.Literal(Value.of(bound.getOrDefault(field, "")));
  }

  private Optional<String> connection(ChosenNode node, Map<String, String> bound) {
    if (bound.containsKey(CONNECTION)) {
      return Optional.ofNullable(bound.get(CONNECTION));
    }
    Optional<Written> written = node.body().connection();
    if (written.isPresent() && !(written.get() instanceof Written.Scalar)) {
      reportNoName(node.name(), written.get());
      return Optional.empty();
    }
    return written
        .map(Written::value)
        .filter(value -> !(value instanceof Value.Null))
        .map(PythonText::str)
        .filter(name -> !name.isBlank());
  }

  private void reportNoName(NodeName node, Written written) {
    diagnostics.warning(
        "missing-connection-name",
        written.place(),
        "the connection of node '%s' is %s, not a name; write 'connection: NAME'."
            .formatted(
                Shown.name(node.value()),
                written instanceof Written.Items ? "a list" : "a mapping"));
  }
}
