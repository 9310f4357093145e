package io.promptflow4j.core.execution.schedule;

import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowOutput;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.PropertyPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The nodes that one pass runs, with numbers instead of names: made once for a flow, so that a
/// line does not look anything up. Either all ordinary nodes or all aggregation nodes.
public final class ExecutionPlan {

  private final List<Node> nodes;
  private final Map<NodeName, Integer> numbers;
  private final int[][] successors;
  private final int[] predecessorCounts;
  private final int[][] inputNodes;
  private final boolean[] readsOtherPass;
  private final @Nullable String[] streamedOutputs;

  private ExecutionPlan(List<Node> nodes, List<FlowOutput> outputs) {
    this.nodes = List.copyOf(nodes);
    this.numbers = numbered(nodes);
    this.successors = new int[nodes.size()][];
    this.predecessorCounts = new int[nodes.size()];
    this.inputNodes = new int[nodes.size()][];
    this.readsOtherPass = new boolean[nodes.size()];
    this.streamedOutputs = new String[nodes.size()];
    connect();
    outputs.forEach(this::markStreamed);
  }

  public static ExecutionPlan ofLine(FlowGraph graph) {
    return new ExecutionPlan(
        graph.nodes().stream().filter(node -> !node.head().aggregation()).toList(),
        graph.outputs());
  }

  public static ExecutionPlan ofAggregation(FlowGraph graph) {
    return new ExecutionPlan(
        graph.nodes().stream().filter(node -> node.head().aggregation()).toList(), List.of());
  }

  private static Map<NodeName, Integer> numbered(List<Node> nodes) {
    var numbers = new HashMap<NodeName, Integer>();
    nodes.forEach(node -> numbers.put(node.name(), numbers.size()));
    return Map.copyOf(numbers);
  }

  private void connect() {
    var following = new ArrayList<List<Integer>>();
    nodes.forEach(_ -> following.add(new ArrayList<>()));
    for (int i = 0; i < nodes.size(); i++) {
      Node.Head head = nodes.get(i).head();
      inputNodes[i] = known(head.inputNodes());
      readsOtherPass[i] = inputNodes[i].length < head.inputNodes().size();
      int[] before = known(nodes.get(i).predecessors());
      predecessorCounts[i] = before.length;
      for (int predecessor : before) {
        following.get(predecessor).add(i);
      }
    }
    for (int i = 0; i < nodes.size(); i++) {
      successors[i] = following.get(i).stream().mapToInt(Integer::intValue).toArray();
    }
  }

  /// The numbers of those names that belong to this pass.
  private int[] known(Iterable<NodeName> names) {
    var found = new ArrayList<Integer>();
    for (NodeName name : names) {
      Integer number = numbers.get(name);
      if (number != null) {
        found.add(number);
      }
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  private void markStreamed(FlowOutput output) {
    if (output.binding() instanceof Binding.FromNode(NodeName name, PropertyPath _)) {
      Integer number = numbers.get(name);
      if (number != null
          && streamedOutputs[number] == null
          && !nodes.get(number).head().control().mayStartOver()) {
        streamedOutputs[number] = output.name();
      }
    }
  }

  public int size() {
    return nodes.size();
  }

  public Node node(int number) {
    return nodes.get(number);
  }

  /// The number of a node, or -1 if it does not belong to this pass.
  public int numberOf(NodeName name) {
    Integer number = numbers.get(name);
    return number == null ? -1 : number;
  }

  public int[] successors(int number) {
    return successors[number];
  }

  public int[] predecessorCounts() {
    return predecessorCounts.clone();
  }

  /// The nodes of this pass whose outputs the inputs of a node read.
  public int[] inputNodes(int number) {
    return inputNodes[number];
  }

  /// Whether a node's inputs read nodes that don't belong to this pass too.
  public boolean readsOtherPass(int number) {
    return readsOtherPass[number];
  }

  /// The flow output that a node's result streams to, or null if no output reads it.
  public @Nullable String streamedOutput(int number) {
    return streamedOutputs[number];
  }
}
