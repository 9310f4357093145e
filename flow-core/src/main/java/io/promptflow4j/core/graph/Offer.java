package io.promptflow4j.core.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/// The nodes that the model of an `llm` node may call while it makes its answer.
///
/// @param rounds how often it may call some before it has to answer
public record Offer(List<Offered> tools, int rounds) {

  /// Nothing may be called.
  public static final Offer NONE = new Offer(List.of(), 0);

  public Offer {
    tools = List.copyOf(tools);
  }

  /// One node that may be called. What its inputs leave open, the model gives.
  ///
  /// @param description when to call it, for the model; empty if its author says nothing here
  /// @param parameters what the inputs mean, for the model
  public record Offered(String description, SequencedMap<String, String> parameters, Node node) {
    public Offered {
      parameters = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parameters));
    }
  }

  public boolean isNone() {
    return tools.isEmpty();
  }

  /// The nodes that have to settle before the tools can be called.
  public Set<NodeName> predecessors() {
    var found = new LinkedHashSet<NodeName>();
    tools.forEach(tool -> found.addAll(tool.node().head().predecessors()));
    return found;
  }
}
