package io.promptflow4j.core.graph;

/// The name of a node, unique in its flow.
public record NodeName(String value) {

  @Override
  public String toString() {
    return value;
  }
}
