package io.promptflow4j.core.graph.drawing;

import io.promptflow4j.core.graph.FlowGraph;

/// Draws a flow: its inputs, its nodes by their kind, what they read, when they run, and its
/// outputs. The same flow always gives the same text.
public final class FlowDrawing {

  private FlowDrawing() {}

  /// A Mermaid flowchart, without the fence that Markdown puts around it.
  public static String mermaid(FlowGraph graph) {
    return new Mermaid(Diagram.of(graph)).draw();
  }

  /// A Graphviz digraph.
  public static String dot(FlowGraph graph) {
    return new Dot(Diagram.of(graph), graph.name()).draw();
  }

  /// Lines and boxes of characters: one row for each input, node and output, in the order in which
  /// they come to have a value.
  public static String terminal(FlowGraph graph) {
    return new TerminalDrawing(Diagram.of(graph)).draw();
  }
}
