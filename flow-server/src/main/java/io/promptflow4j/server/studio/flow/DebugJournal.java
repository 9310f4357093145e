package io.promptflow4j.server.studio.flow;

import io.promptflow4j.core.execution.CallJournal;
import io.promptflow4j.core.execution.CallKey;
import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Stands between a run of the studio and its calls: remembers what was called before, stops before
/// a node, puts an output in a node's place, and tells of each call.
///
/// Bound to one run; its nodes ask from their own threads.
final class DebugJournal implements CallJournal {

  private final DebugMemory memory;
  private final Plan plan;
  private final Teller teller;
  private final Map<String, Value.Mapping> stopped = new ConcurrentHashMap<>();
  private final Set<String> recalled = ConcurrentHashMap.newKeySet();

  /// How a run deals with calls.
  ///
  /// @param recalls whether the calls of a node may be answered from memory
  /// @param stopAt the node before whose call the run stops
  /// @param outputs what nodes come to without a call
  record Plan(Predicate<String> recalls, Optional<String> stopAt, Map<String, Value> outputs) {}

  /// Hears of calls, on their threads.
  interface Teller {

    /// A node calls: `began`, `ended`, `recalled`, `given` or `failed`.
    void call(String node, String what, Value.Mapping more);
  }

  DebugJournal(DebugMemory memory, Plan plan, Teller teller) {
    this.memory = memory;
    this.plan = plan;
    this.teller = teller;
  }

  /// What the node would have asked before which the run stopped: rendered messages, arguments.
  Map<String, Value.Mapping> stopped() {
    return stopped;
  }

  /// The nodes with calls that were answered from memory.
  Set<String> recalled() {
    return recalled;
  }

  @Override
  public RecordedCall once(CallKey key, Call call) throws InterruptedException {
    String node = outer(key.node());
    if (plan.stopAt().filter(node::equals).isPresent()) {
      stopped.putIfAbsent(key.node(), key.request());
      throw stop(key);
    }
    Value given = plan.outputs().get(node);
    if (given != null && node.equals(key.node())) {
      teller.call(node, "given", Value.Mapping.EMPTY);
      return new RecordedCall(given, TokenUsage.NONE, Value.Mapping.EMPTY, true);
    }
    Optional<RecordedCall> before =
        plan.recalls().test(node) ? memory.find(key.digest().hex()) : Optional.empty();
    if (before.isPresent()) {
      recalled.add(node);
      teller.call(node, "recalled", Value.Mapping.EMPTY);
      return before.get().asRecalled();
    }
    return make(key, node, call);
  }

  private RecordedCall make(CallKey key, String node, Call call) throws InterruptedException {
    teller.call(node, "began", Value.Mapping.EMPTY);
    boolean done = false;
    try {
      RecordedCall made = call.make();
      memory.keep(key.digest().hex(), made);
      done = true;
      teller.call(
          node,
          "ended",
          new Fields().put("output", made.output()).put("tokens", made.usage().total()).end());
      return made;
    } finally {
      if (!done) {
        teller.call(node, "failed", Value.Mapping.EMPTY);
      }
    }
  }

  /// The node of the flow itself: `answer` of `answer/search`.
  private static String outer(String node) {
    int slash = node.indexOf('/');
    return slash < 0 ? node : node.substring(0, slash);
  }

  private static RuntimeException stop(CallKey key) {
    String message = "the run stops before this node, as the studio asked";
    return switch (key.kind()) {
      case MODEL -> new ModelException("stopped-here", message, false);
      case TOOL, SERVICE -> new ToolException(message, ToolException.Details.of("stopped-here"));
    };
  }
}
