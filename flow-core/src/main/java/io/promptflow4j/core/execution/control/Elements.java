package io.promptflow4j.core.execution.control;

import static java.util.stream.Collectors.joining;

import io.promptflow4j.core.execution.NodeFailure;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.node.Attempt;
import io.promptflow4j.core.execution.node.NodeFailures;
import io.promptflow4j.core.execution.node.Rounds;
import io.promptflow4j.core.execution.node.Settled;
import io.promptflow4j.core.execution.reading.Properties;
import io.promptflow4j.core.graph.Control;
import io.promptflow4j.core.graph.LoopName;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.template.chat.RoleGuard;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One pass over the elements of a list. As many threads as may work at a time each take the next
/// element that nobody took; each element's output has a place of its own, so order costs nothing.
final class Elements {

  /// How long interrupted elements may take to end.
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final int MOST_NAMED = 5;

  private final ControlledWork work;
  private final Node node;
  private final Control.ForEach each;
  private final Attempt attempt;
  private final Kept kept = new Kept();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicBoolean stopped = new AtomicBoolean();

  Elements(ControlledWork work, Node node, Control.ForEach each, Attempt attempt) {
    this.work = work;
    this.node = node;
    this.each = each;
    this.attempt = attempt;
  }

  Settled run() throws InterruptedException {
    var parts = new Parts(node);
    Value list;
    try {
      list = attempt.plain().of(each.items());
    } catch (Properties.NoSuchProperty nowhere) {
      return parts.failed(NodeFailures.badProperty(node, "for_each", nowhere));
    }
    if (!(list instanceof Value.Sequence(var items))) {
      return isBypassed(list) ? Settled.BYPASSED : parts.failed(noList(list));
    }
    var shown = new LinkedHashMap<String, Value>();
    shown.put("elements", Value.of(items.size()));
    shown.put("concurrency", Value.of(each.concurrency()));
    parts.show(new Value.Mapping(shown));
    var outputs = new @Nullable Value[items.size()];
    workOn(items, marked(items), outputs);
    return together(outputs, parts);
  }

  private boolean isBypassed(Value list) {
    var read = new LinkedHashSet<NodeName>();
    each.items().forEachNode(read::add);
    return list instanceof Value.Null && read.stream().anyMatch(attempt.plain()::isBypassed);
  }

  private NodeFailure noList(Value value) {
    String is =
        switch (value) {
          case Value.Text _ -> "a text";
          case Value.Whole _, Value.Decimal _ -> "a number";
          case Value.Bool _ -> "a truth value";
          case Value.Null _ -> "nothing (None)";
          case Value.Mapping _ -> "a mapping";
          case Value.Image _ -> "an image";
          case Value.Sequence _ -> "a list";
        };
    return NodeFailures.atNode(
        node, "not-a-list", "'for_each' needs a list, but what it reads is %s".formatted(is));
  }

  /// The elements as prompts read them: with what may not open a role told from what may.
  private List<Value> marked(List<Value> items) {
    if (!Guarded.isForPrompts(node)) {
      return items;
    }
    return attempt.prompts().of(each.items()) instanceof Value.Sequence(var marked)
            && marked.size() == items.size()
        ? marked
        : items.stream().map(RoleGuard::protect).toList();
  }

  private void workOn(List<Value> items, List<Value> marked, @Nullable Value[] outputs)
      throws InterruptedException {
    int threads = Math.min(each.concurrency(), items.size());
    if (threads <= 1) {
      takeElements(items, marked, outputs);
      return;
    }
    var working = new CountDownLatch(threads);
    var workers = new ArrayList<Thread>(threads);
    for (int i = 0; i < threads; i++) {
      workers.add(
          Thread.ofVirtual()
              .name("node " + node.name() + " #" + i)
              .start(() -> {
                try {
                  takeElements(items, marked, outputs);
                } catch (InterruptedException ended) {
                  stopped.set(true);
                } finally {
                  working.countDown();
                }
              }));
    }
    try {
      if (!working.await(attempt.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        end(workers, working); // what is not done by then has failed
        return;
      }
    } catch (InterruptedException ended) {
      end(workers, working);
      throw ended;
    }
    if (stopped.get()) {
      throw new InterruptedException();
    }
  }

  private void end(List<Thread> workers, CountDownLatch working) throws InterruptedException {
    stopped.set(true);
    workers.forEach(Thread::interrupt);
    boolean _ = working.await(GRACE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void takeElements(List<Value> items, List<Value> marked, @Nullable Value[] outputs)
      throws InterruptedException {
    int size = items.size();
    for (int i = next.getAndIncrement(); i < size; i = next.getAndIncrement()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (attempt.isOver() || stopped.get()) {
        return;
      }
      if (!attempt.rounds().take()) {
        kept.failed(i, tooMany());
        return;
      }
      outputs[i] = element(i, items.get(i), marked.get(i));
    }
  }

  /// What the element came to; null if it failed.
  private @Nullable Value element(int index, Value item, Value marked) throws InterruptedException {
    Value position = Value.of(index);
    Attempt own =
        attempt
            .with(LoopName.ITEM, item, marked)
            .with(LoopName.INDEX, position, position)
            .under("element " + index);
    NodeResult result;
    try {
      result = work.once(node, own).result();
    } catch (RuntimeException | Error problem) { // one element must not lose the others
      result = NodeFailures.unexpected(node, problem);
    }
    kept.add(index, node.name().value(), result);
    return switch (result) {
      case NodeResult.Completed completed -> completed.output();
      case NodeResult.Bypassed _ -> Value.Null.NULL;
      case NodeResult.Failed _, NodeResult.Canceled _ -> null;
    };
  }

  private NodeFailure tooMany() {
    return NodeFailures.atNode(
        node,
        "too-many-rounds",
        "the loops of this line have done more than %d elements and rounds".formatted(Rounds.MOST));
  }

  private Settled together(@Nullable Value[] outputs, Parts parts) {
    Kept.Told told = kept.told();
    parts.addSpans(told.spans());
    parts.logAll(told.logs(), told.metrics());
    var values = new ArrayList<Value>(outputs.length);
    for (Value output : outputs) {
      if (output != null) {
        values.add(output);
      }
    }
    int missing = outputs.length - values.size();
    if (missing > 0) {
      return parts.failed(failure(told.failures(), outputs.length, missing));
    }
    return parts.completed(new Value.Sequence(values));
  }

  /// The failure of the first element that failed, and which others did.
  private NodeFailure failure(List<Kept.Failure> failures, int size, int missing) {
    if (failures.isEmpty()) {
      return NodeFailures.atNode(
          node,
          "timeout",
          "%d of %d elements were not done when the time of the line was over"
              .formatted(missing, size));
    }
    NodeFailure first = failures.getFirst().failure();
    var byMessage = new LinkedHashMap<String, List<Integer>>();
    failures.forEach(one ->
        byMessage
            .computeIfAbsent(one.failure().message(), _ -> new ArrayList<>())
            .add(one.index()));
    String named =
        byMessage.entrySet().stream()
            .limit(MOST_NAMED)
            .map(one -> "%s: %s".formatted(elements(one.getValue()), one.getKey()))
            .collect(joining("; "));
    return new NodeFailure(
        node.name(),
        first.code(),
        "%d of %d elements failed (counted from 0): %s%s"
            .formatted(missing, size, named, byMessage.size() > MOST_NAMED ? "; …" : ""),
        first.file(),
        first.line(),
        first.details());
  }

  private static String elements(List<Integer> indexes) {
    String shown = indexes.stream().limit(MOST_NAMED).map(String::valueOf).collect(joining(", "));
    return "element %s%s".formatted(shown, indexes.size() > MOST_NAMED ? " …" : "");
  }
}
