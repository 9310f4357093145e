package io.promptflow4j.evaluators.experiment.prepare;

import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.evaluators.experiment.Arm;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The tools that all arms of an experiment call in the same way, so that only the first arm waits
/// for them: the others find their results on record.
record SharedSteps(List<String> tools) {

  private static final int MOST_NAMED = 3;

  static SharedSteps of(FlowGraph graph, List<Arm> arms) {
    Set<String> touched = touched(graph, varied(arms));
    return new SharedSteps(
        graph.nodes().stream()
            .filter(node -> node instanceof Node.ToolNode && !node.head().aggregation())
            .map(node -> node.name().value())
            .filter(name -> !touched.contains(name))
            .toList());
  }

  /// The nodes in which arms differ.
  private static Set<String> varied(List<Arm> arms) {
    var nodes = new HashSet<String>();
    arms.forEach(arm -> nodes.addAll(arm.variants().keySet()));
    nodes.removeIf(
        node -> arms.stream().map(arm -> arm.variants().get(node)).distinct().count() < 2);
    return nodes;
  }

  /// Those, and all nodes that depend on them.
  private static Set<String> touched(FlowGraph graph, Set<String> varied) {
    var touched = new LinkedHashSet<>(varied);
    boolean grew = true;
    while (grew) {
      grew = false;
      for (Node node : graph.nodes()) {
        boolean depends =
            node.head().predecessors().stream()
                .anyMatch(before -> touched.contains(before.value()));
        grew |= depends && touched.add(node.name().value());
      }
    }
    return touched;
  }

  /// The arms whose rows lack the time that shared steps took.
  Set<String> brief(List<Arm> arms, boolean together) {
    return tools.isEmpty() || together
        ? Set.of()
        : arms.stream().skip(1).map(Arm::name).collect(Collectors.toUnmodifiableSet());
  }

  /// What people should know when they compare latencies.
  ///
  /// @param together whether the arms run at the same time
  Optional<String> remark(List<Arm> arms, boolean together) {
    if (tools.isEmpty() || arms.size() < 2) {
      return Optional.empty();
    }
    String named =
        String.join(", ", tools.subList(0, Math.min(MOST_NAMED, tools.size())))
            + (tools.size() > MOST_NAMED ? " and others" : "");
    String first = arms.getFirst().name();
    return Optional.of(
        together
            ? "What the variants share (%s) is done once for each row; the variant that comes first"
                    .formatted(named)
                + " does it and the others wait."
            : "What the variants share is done once for each row: the latency of %s has it (%s), that"
                    .formatted(first, named)
                + " of the others lacks it.");
  }
}
