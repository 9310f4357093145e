package io.promptflow4j.core.graph;

import io.promptflow4j.core.template.Condition;
import io.promptflow4j.core.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;

/// Where a value comes from.
public sealed interface Binding {

  /// Calls `found` with each node that this binding reads.
  void forEachNode(Consumer<NodeName> found);

  /// A value that stands in the flow file.
  record Literal(Value value) implements Binding {
    @Override
    public void forEachNode(Consumer<NodeName> found) {}
  }

  /// A flow input.
  record FromInput(String input, PropertyPath path) implements Binding {
    @Override
    public void forEachNode(Consumer<NodeName> found) {}
  }

  /// The output of a node.
  record FromNode(NodeName node, PropertyPath path) implements Binding {
    @Override
    public void forEachNode(Consumer<NodeName> found) {
      found.accept(node);
    }
  }

  /// A connection, by its name; only for a parameter that takes one.
  record OfConnection(String connection) implements Binding {
    @Override
    public void forEachNode(Consumer<NodeName> found) {}
  }

  /// A value that a node has only while it is done again and again: its element, its round …
  record FromLoop(LoopName name, PropertyPath path) implements Binding {
    @Override
    public void forEachNode(Consumer<NodeName> found) {}
  }

  /// Whether a condition holds: true or false. A part that is not there is undefined in it.
  ///
  /// @param text the condition as people see it
  /// @param variables what the variables of the condition read
  /// @param asksBypassed whether it decides alone, a bypassed node being nothing (None) in it; else
  ///   it can't be asked when a node that it reads was bypassed
  record Computed(
      String text,
      Condition condition,
      SequencedMap<String, Binding> variables,
      boolean asksBypassed)
      implements Binding {
    public Computed {
      variables = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(variables));
    }

    @Override
    public void forEachNode(Consumer<NodeName> found) {
      variables.values().forEach(variable -> variable.forEachNode(found));
    }
  }

  /// A text with references in it: the parts' texts, joined.
  record Joined(List<Binding> parts) implements Binding {
    public Joined {
      parts = List.copyOf(parts);
    }

    @Override
    public void forEachNode(Consumer<NodeName> found) {
      parts.forEach(part -> part.forEachNode(found));
    }
  }

  /// A list with references in it.
  record Items(List<Binding> items) implements Binding {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public void forEachNode(Consumer<NodeName> found) {
      items.forEach(item -> item.forEachNode(found));
    }
  }

  /// A mapping with references in it.
  record Fields(SequencedMap<String, Binding> fields) implements Binding {
    public Fields {
      fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
    }

    @Override
    public void forEachNode(Consumer<NodeName> found) {
      fields.values().forEach(field -> field.forEachNode(found));
    }
  }
}
