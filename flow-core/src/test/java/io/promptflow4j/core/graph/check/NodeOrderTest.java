package io.promptflow4j.core.graph.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.graph.compile.TrialFlow;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeOrderTest {

  @TempDir private Path folder;
  private TrialFlow flow = new TrialFlow(Path.of("."));

  @BeforeEach
  void freshFlow() {
    flow = new TrialFlow(folder).file("t.py", "");
  }

  /// Nodes given as `name: what it reads`.
  private static String nodes(String... nodes) {
    var yaml = new StringBuilder("nodes:\n");
    for (String node : nodes) {
      String name = node.substring(0, node.indexOf(':'));
      yaml.append("- name: ").append(name);
      yaml.append("\n  type: python\n  source: {path: t.py}\n  inputs:\n");
      for (String read : node.substring(node.indexOf(':') + 1).strip().split(" ", -1)) {
        yaml.append("    from_%s: %s\n".formatted(read, read.isEmpty() ? "" : "${" + read + "}"));
      }
    }
    return yaml.toString();
  }

  private List<String> order(String yaml) {
    return flow.graph(yaml).nodes().stream().map(node -> node.name().value()).toList();
  }

  @Test
  void nodesKeepTheOrderOfTheFileWhereTheyCan() {
    assertThat(order(nodes("c:", "a:", "b: a c"))).containsExactly("c", "a", "b");
  }

  /// The original picks again and again the first node of the file whose predecessors are placed:
  /// after `b`, that is `a`, which stands before `d`.
  @Test
  void nodesAreSortedAsTheOriginalSortsThem() {
    assertThat(order(nodes("a: b", "c: a", "b:", "d:"))).containsExactly("b", "a", "c", "d");
  }

  @Test
  void aConditionCountsAsReading() {
    String yaml =
        nodes("a:", "b:").replaceFirst("inputs:", "activate: {when: '\\${b}', is: 1}\n  inputs:");

    assertThat(order(yaml)).containsExactly("b", "a");
  }

  @Test
  void aCycleIsNamedInTheDirectionOfTheDataAndPlacedAtOneReference() {
    String yaml = nodes("start:", "c: b", "a: c start", "b: a", "end: b");

    assertThat(flow.findings(yaml)).containsExactly("11:13 error[cycle]");
    assertThat(flow.messages(yaml, "cycle"))
        .containsExactly(
            "the nodes wait for each other in a circle: c → a → b → c; remove one of these"
                + " references.");
  }

  @Test
  void everyCycleIsReported() {
    assertThat(flow.messages(nodes("a: b", "b: a", "c: d", "d: c", "e: a c"), "cycle"))
        .containsExactly(
            "the nodes wait for each other in a circle: a → b → a; remove one of these references.",
            "the nodes wait for each other in a circle: c → d → c; remove one of these"
                + " references.");
  }

  @Test
  void aCycleThroughAConditionIsFoundAtTheCondition() {
    String yaml =
        nodes("a:", "b: a").replaceFirst("inputs:", "activate: {when: '\\${b}', is: 1}\n  inputs:");

    assertThat(flow.findings(yaml)).containsExactly("5:20 error[cycle]");
  }
}
