package io.promptflow4j.core.execution.nested;

import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.execution.line.FlowExecutor;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.tool.FlowCalls;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The flows that the tools of one flow run. Each is loaded when it is first asked for and kept
/// until this is closed; of those that a tool changes, only the ones that were asked for last,
/// since a tool may change a prompty in another way for every row. Thread-safe.
public final class NestedFlows implements FlowCalls {

  /// Loads a flow.
  @FunctionalInterface
  public interface Loader {

    /// The flow at a path.
    ///
    /// @param change what is to be different in the front matter of a prompty
    /// @throws RuntimeException if it can't be loaded; the message says why
    Loaded load(Path path, Value.Mapping change);
  }

  /// A flow that can run.
  ///
  /// @param close ends what it has opened
  public record Loaded(FlowGraph graph, FlowExecutor executor, Runnable close) {}

  private record Key(String path, String change) {
    boolean isChanged() {
      return !change.equals("{}");
    }
  }

  /// One that is loaded, and how many run it now. Guarded by the lock.
  private static final class Kept {
    private final Loaded flow;
    private int users;

    Kept(Loaded flow) {
      this.flow = flow;
    }
  }

  private static final int MOST_CHANGED = 16;

  private final Loader loader;
  private final ReentrantLock lock = new ReentrantLock();
  private final SequencedMap<Key, Kept> loaded = new LinkedHashMap<>();

  public NestedFlows(Loader loader) {
    this.loader = loader;
  }

  @Override
  public Value.Mapping answer(Value.Mapping question, Duration limit, Consumer<Value> chunks)
      throws InterruptedException {
    Value.Mapping change = mapping(question.get("change"));
    String path = text(question.get("path"));
    Kept kept = taken(new Key(path, Json.write(change)), change);
    try {
      return answer(kept.flow, question, limit, chunks);
    } finally {
      giveBack(kept);
    }
  }

  private Kept taken(Key key, Value.Mapping change) {
    lock.lock();
    try {
      Kept known = loaded.remove(key);
      Kept kept = known == null ? new Kept(loader.load(Path.of(key.path()), change)) : known;
      loaded.putLast(key, kept);
      kept.users++;
      return kept;
    } finally {
      lock.unlock();
    }
  }

  private void giveBack(Kept kept) {
    lock.lock();
    try {
      kept.users--;
      long changed = loaded.keySet().stream().filter(Key::isChanged).count();
      var oldest = loaded.entrySet().iterator();
      while (changed > MOST_CHANGED && oldest.hasNext()) {
        var entry = oldest.next();
        if (entry.getKey().isChanged() && entry.getValue().users == 0) {
          oldest.remove();
          entry.getValue().flow.close().run();
          changed--;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private static Value.Mapping answer(
      Loaded flow, Value.Mapping question, Duration limit, Consumer<Value> chunks)
      throws InterruptedException {
    Value.Mapping given = mapping(question.get("inputs"));
    Value.Mapping inputs = given.entries().isEmpty() ? flow.graph().form().sample() : given;
    RunRequest request = RunRequest.of(inputs).withLimit(limit);
    return switch (text(question.get("do"))) {
      case "render" -> value(flow.executor().rendered(request));
      case "count" -> value(Value.of(TokenCount.of(flow.graph(), flow.executor(), request)));
      default -> run(flow, request, chunks);
    };
  }

  private static Value.Mapping run(Loaded flow, RunRequest request, Consumer<Value> chunks)
      throws InterruptedException {
    boolean streams = streams(flow.graph());
    FlowResult result =
        flow.executor()
            .run(streams ? request.withChunks((_, chunk) -> chunks.accept(chunk)) : request);
    if (result.status() == FlowResult.Status.CANCELED && Thread.interrupted()) {
      throw new InterruptedException("the flow was stopped");
    }
    var told = new LinkedHashMap<String, Value>();
    told.put("call", CallTold.of(result.trace()));
    if (result.failure().isPresent()) {
      told.put("failed", Value.of(Map.of("message", Value.of(result.failure().get().message()))));
    } else {
      told.put("value", output(flow.graph(), result));
    }
    return new Value.Mapping(told);
  }

  /// What the flow gives as a function: a flow of nodes its outputs, any other what it returns.
  private static Value output(FlowGraph graph, FlowResult result) {
    if (graph.form().lenient()) {
      for (NodeResult node : result.nodes().values()) {
        if (node instanceof NodeResult.Completed completed) {
          return completed.output();
        }
      }
    }
    return result.outputs();
  }

  /// Whether it is a prompty that streams its text.
  private static boolean streams(FlowGraph graph) {
    return graph.nodes().stream()
        .anyMatch(node ->
            node instanceof Node.Llm llm
                && llm.style().asGiven()
                && !llm.style().json()
                && !llm.style().whole()
                && llm.inputs().get("stream") instanceof Binding.Literal(var stream)
                && stream == Value.Bool.TRUE);
  }

  private static Value.Mapping value(Value value) {
    return Value.of(Map.of("value", value));
  }

  private static Value.Mapping mapping(@Nullable Value value) {
    return value instanceof Value.Mapping mapping ? mapping : Value.Mapping.EMPTY;
  }

  private static String text(@Nullable Value value) {
    return value instanceof Value.Text(var text) ? text : "";
  }

  @Override
  public void close() {
    lock.lock();
    try {
      loaded.values().forEach(kept -> kept.flow.close().run());
      loaded.clear();
    } finally {
      lock.unlock();
    }
  }
}
