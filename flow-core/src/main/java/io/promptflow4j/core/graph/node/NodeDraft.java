package io.promptflow4j.core.graph.node;

import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.NodeDefinition;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.graph.Activation;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Control;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.reference.ReferencePlaces;
import io.promptflow4j.core.source.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// A node on its way into the graph: the variant is chosen and its references are resolved, its
/// template or tool is not looked at yet.
///
/// @param definition what the author wrote, the chosen variant's body where there is one
/// @param connection the connection of an `llm` node, if it names one
/// @param control how often and under which terms it is done
/// @param tools the nodes that its model may call
/// @param offered whether a model calls it, and gives what its inputs leave open
public record NodeDraft(
    NodeDefinition definition,
    NodeName name,
    Place place,
    Optional<String> variant,
    List<Input> inputs,
    Optional<String> connection,
    Optional<Activation> activation,
    boolean aggregation,
    Control control,
    List<NodeName> tools,
    boolean offered) {

  public NodeDraft {
    inputs = List.copyOf(inputs);
    tools = List.copyOf(tools);
  }

  /// One input.
  ///
  /// @param key where its name stands
  /// @param value where its value stands
  /// @param written the value as the author wrote it; empty if it is bound from outside
  /// @param binding empty if the value is a mistake that is reported already
  public record Input(
      String name, Place key, Place value, Optional<Written> written, Optional<Binding> binding) {

    /// Where it reads `node`; where its value stands if it does not.
    public Place placeOfReading(NodeName node) {
      return written.map(one -> ReferencePlaces.in(one).of(node)).orElse(value);
    }
  }

  /// The nodes that have to settle before this one can start, as far as they are known.
  public Set<NodeName> predecessors() {
    var found = new LinkedHashSet<NodeName>();
    inputs.forEach(input -> input.binding().ifPresent(binding -> binding.forEachNode(found::add)));
    control.forEachBinding(binding -> binding.forEachNode(found::add));
    activation.ifPresent(condition -> condition.when().forEachNode(found::add));
    found.addAll(tools);
    return found;
  }

  /// Where this node reads `other`; the node itself if it does not.
  public Place placeOfReading(NodeName other) {
    for (Input input : reads()) {
      if (input.binding().filter(binding -> reads(binding, other)).isPresent()) {
        return input.placeOfReading(other);
      }
    }
    return activationPlace(other);
  }

  /// Its inputs, and what controls it, as if that were inputs too.
  public List<Input> reads() {
    if (control.isNone()) {
      return inputs;
    }
    var all = new ArrayList<>(inputs);
    var written = definition.control();
    control.forEach().ifPresent(each -> add("for_each", written.forEach(), each.items(), all));
    control.repeat().ifPresent(repeat -> add("until", written.repeat(), repeat.until(), all));
    control.onError().ifPresent(use -> add("on_error", written.onError(), use, all));
    return all;
  }

  private void add(String name, Optional<Written> written, Binding binding, List<Input> all) {
    Place at = written.map(Written::place).orElse(place);
    all.add(new Input(name, at, at, written, Optional.of(binding)));
  }

  /// Where `when` reads `other`; the node itself if there is no `when`.
  public Place activationPlace(NodeName other) {
    return when().map(when -> ReferencePlaces.in(when).of(other)).orElse(place);
  }

  /// Where `when` stands; the node itself if there is none.
  public Place activationPlace() {
    return when().map(Written::place).orElse(place);
  }

  /// The condition as the author wrote it.
  public Optional<Written> when() {
    return definition.activate().flatMap(written -> written.condition().or(written::when));
  }

  private static boolean reads(Binding binding, NodeName other) {
    var found = new LinkedHashSet<NodeName>();
    binding.forEachNode(found::add);
    return found.contains(other);
  }

  NodeDraft withInputs(List<Input> others) {
    return new NodeDraft(
        definition,
        name,
        place,
        variant,
        others,
        connection,
        activation,
        aggregation,
        control,
        tools,
        offered);
  }

  /// The head of the finished node.
  Node.Head head(SequencedMap<String, Binding> bindings, Optional<String> sourceFile) {
    return new Node.Head(
        name,
        bindings,
        activation,
        aggregation,
        sourceFile,
        place,
        variant,
        definition.enableCache().map(Located::value),
        control);
  }

  /// The bindings as written.
  SequencedMap<String, Binding> bindings() {
    var bindings = new LinkedHashMap<String, Binding>();
    for (Input input : inputs) {
      input.binding().ifPresent(binding -> bindings.put(input.name(), binding));
    }
    return bindings;
  }
}
