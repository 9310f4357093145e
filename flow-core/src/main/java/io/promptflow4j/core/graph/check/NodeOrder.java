package io.promptflow4j.core.graph.check;

import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.node.NodeDraft;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.source.Diagnostics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Collectors;

/// Puts nodes in the order in which they can run: again and again the first node of the file whose
/// predecessors are all placed. Nodes on a cycle can't be placed; each cycle is one finding.
public final class NodeOrder {

  private static final int MAX_SHOWN = 12;

  private final List<NodeDraft> drafts;
  private final List<List<Integer>> predecessors = new ArrayList<>();
  private final List<List<Integer>> successors = new ArrayList<>();
  private final int[] waiting;

  private NodeOrder(List<NodeDraft> drafts) {
    this.drafts = drafts;
    this.waiting = new int[drafts.size()];
    connect();
  }

  /// The nodes in order. If there are cycles, the nodes that can't be placed are missing.
  public static List<NodeDraft> of(List<NodeDraft> drafts, Diagnostics diagnostics) {
    var order = new NodeOrder(drafts);
    List<NodeDraft> placed = order.place();
    if (placed.size() < drafts.size()) {
      order.reportCycles(diagnostics);
    }
    return placed;
  }

  private void connect() {
    Map<NodeName, Integer> indices = new HashMap<>();
    for (int i = 0; i < drafts.size(); i++) {
      indices.put(drafts.get(i).name(), i);
      predecessors.add(new ArrayList<>());
      successors.add(new ArrayList<>());
    }
    for (int i = 0; i < drafts.size(); i++) {
      for (NodeName name : drafts.get(i).predecessors()) {
        Integer index = indices.get(name);
        if (index != null) {
          predecessors.get(i).add(index);
          successors.get(index).add(i);
        }
      }
      waiting[i] = predecessors.get(i).size();
    }
  }

  private List<NodeDraft> place() {
    var ready = new PriorityQueue<Integer>();
    for (int i = 0; i < waiting.length; i++) {
      if (waiting[i] == 0) {
        ready.add(i);
      }
    }
    var placed = new ArrayList<NodeDraft>(drafts.size());
    while (!ready.isEmpty()) {
      int next = ready.remove();
      placed.add(drafts.get(next));
      for (int successor : successors.get(next)) {
        if (--waiting[successor] == 0) {
          ready.add(successor);
        }
      }
    }
    return placed;
  }

  /// Every node that is left waits for another that is left, so walking from predecessor to
  /// predecessor ends on a cycle.
  private void reportCycles(Diagnostics diagnostics) {
    int[] walkOf = new int[drafts.size()];
    for (int start = 0; start < drafts.size(); start++) {
      var walk = new ArrayList<Integer>();
      int at = start;
      while (waiting[at] > 0 && walkOf[at] == 0) {
        walkOf[at] = start + 1;
        walk.add(at);
        at = waitingPredecessor(at);
      }
      if (waiting[at] > 0 && walkOf[at] == start + 1 && !walk.isEmpty()) {
        report(new ArrayList<>(walk.subList(walk.indexOf(at), walk.size())), diagnostics);
      }
    }
  }

  private int waitingPredecessor(int node) {
    for (int predecessor : predecessors.get(node)) {
      if (waiting[predecessor] > 0) {
        return predecessor;
      }
    }
    throw new IllegalStateException("node %d waits for nothing".formatted(node));
  }

  /// Reports one cycle, given with each node before the one it reads.
  private void report(List<Integer> walk, Diagnostics diagnostics) {
    List<Integer> cycle = walk.reversed();
    Collections.rotate(cycle, -cycle.indexOf(Collections.min(cycle)));
    NodeDraft first = drafts.get(cycle.getFirst());
    NodeDraft read = drafts.get(cycle.getLast());
    String names =
        cycle.stream()
            .limit(MAX_SHOWN)
            .map(index -> Shown.name(drafts.get(index).name().value()))
            .collect(Collectors.joining(" → "));
    String rest = cycle.size() > MAX_SHOWN ? " → … (%d nodes)".formatted(cycle.size()) : "";
    diagnostics.error(
        "cycle",
        first.placeOfReading(read.name()),
        "the nodes wait for each other in a circle: %s%s → %s; remove one of these references."
            .formatted(names, rest, Shown.name(first.name().value())));
  }
}
