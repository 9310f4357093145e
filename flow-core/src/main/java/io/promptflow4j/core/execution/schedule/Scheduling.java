package io.promptflow4j.core.execution.schedule;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.promptflow4j.core.execution.node.NodeFailures;
import io.promptflow4j.core.execution.node.Settled;
import io.promptflow4j.core.execution.reading.Properties;
import io.promptflow4j.core.execution.reading.Readings;
import io.promptflow4j.core.graph.Activation;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.template.TemplateRenderException;
import io.promptflow4j.core.value.PythonEquality;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// One pass over the nodes of an [ExecutionPlan].
///
/// The thread that calls [#run] keeps the books: which nodes have settled and how. A node that is
/// alone runs on that thread, so a chain costs no hand-over; nodes that can overlap run on virtual
/// threads and report over a queue. A node's thread reads only entries of the books that were
/// settled before it started and that never change again, so nothing is locked.
///
/// The first node that fails ends the pass: what runs may finish within the deadline, since it may
/// have been paid for, and what has not started is cancelled. At the deadline, or when the calling
/// thread is interrupted, what runs is interrupted and cancelled too.
public final class Scheduling {

  /// How long interrupted nodes may take to end before the line goes on without them.
  private static final Duration GRACE = Duration.ofSeconds(2);

  /// Runs one node to its end. Ends soon when the deadline has come or its thread is interrupted.
  public interface NodeRunner {
    Settled run(int number, Node node) throws InterruptedException;
  }

  /// How a pass ended.
  public enum End {
    ALL_SETTLED,
    NODE_FAILED,
    DEADLINE,
    INTERRUPTED
  }

  private record Report(int number, Settled settled) {}

  private final ExecutionPlan plan;
  private final NodeRunner runner;
  private final Readings readings;
  private final @Nullable Settled[] books;
  private final long deadline;
  private final int[] waitingFor;
  private final ArrayDeque<Integer> ready = new ArrayDeque<>();
  private final Map<Integer, Thread> running = new HashMap<>();
  private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
  private int firstFailed = -1;
  private boolean interrupted;
  private boolean keepsGoing;

  /// @param books one entry a node, filled here; `readings` reads from it
  public Scheduling(
      ExecutionPlan plan,
      NodeRunner runner,
      Readings readings,
      @Nullable Settled[] books,
      long deadline) {
    this.plan = plan;
    this.runner = runner;
    this.readings = readings;
    this.books = books;
    this.deadline = deadline;
    this.waitingFor = plan.predecessorCounts();
  }

  /// Lets a failed node stop only those that read it, as among aggregation nodes.
  public Scheduling keepingGoing() {
    keepsGoing = true;
    return this;
  }

  /// The node that failed first, if one did and that ended the pass.
  public Optional<Node> firstFailed() {
    return firstFailed < 0 ? Optional.empty() : Optional.of(plan.node(firstFailed));
  }

  /// Runs every node that can run. Afterwards every node has an entry in the books.
  public End run() {
    for (int i = 0; i < waitingFor.length; i++) {
      if (waitingFor[i] == 0) {
        ready.add(i);
      }
    }
    End end = work();
    for (int i = 0; i < books.length; i++) {
      if (books[i] == null) {
        books[i] = Settled.CANCELED;
      }
    }
    return end;
  }

  private End work() {
    while (!ready.isEmpty() || !running.isEmpty()) {
      if (deadline - System.nanoTime() <= 0) {
        return stopRunning();
      }
      List<Integer> starting = firstFailed < 0 ? nodesToStart() : List.of();
      if (starting.size() == 1 && running.isEmpty() && ready.isEmpty()) {
        runHere(starting.getFirst());
      } else {
        starting.forEach(this::fork);
        if (running.isEmpty()) {
          break;
        }
        if (!takeReport()) {
          return stopRunning();
        }
      }
      interrupted |= Thread.currentThread().isInterrupted() && !isDone();
      if (interrupted) {
        return stopRunning();
      }
    }
    return firstFailed < 0 ? End.ALL_SETTLED : End.NODE_FAILED;
  }

  /// Whether nothing is left that an interrupt could stop, and nothing failed because of it.
  private boolean isDone() {
    return firstFailed < 0 && ready.isEmpty() && running.isEmpty();
  }

  /// Settles the ready nodes that are bypassed, which may make others ready, and returns the rest.
  private List<Integer> nodesToStart() {
    List<Integer> starting = new ArrayList<>(1);
    while (!ready.isEmpty() && firstFailed < 0) {
      int number = ready.poll();
      Optional<Settled> decided = decide(number);
      if (decided.isPresent()) {
        settle(number, decided.get());
      } else {
        starting.add(number);
      }
    }
    return starting;
  }

  /// Empty if the node shall run.
  private Optional<Settled> decide(int number) {
    Node.Head head = plan.node(number).head();
    if (head.activation().isEmpty()) {
      return allInputsBypassed(number) ? Optional.of(Settled.BYPASSED) : Optional.empty();
    }
    Activation activation = head.activation().get();
    if (readsBypassed(activation)) {
      return Optional.of(Settled.BYPASSED);
    }
    try {
      return PythonEquality.equal(readings.of(activation.when()), activation.is())
          ? Optional.empty()
          : Optional.of(Settled.BYPASSED);
    } catch (Properties.NoSuchProperty nowhere) {
      return Optional.of(Settled.of(NodeFailures.badActivation(plan.node(number), nowhere)));
    } catch (TemplateRenderException problem) {
      return Optional.of(Settled.of(NodeFailures.badActivation(plan.node(number), problem)));
    }
  }

  private boolean readsBypassed(Activation activation) {
    if (activation.when() instanceof Binding.Computed computed && computed.asksBypassed()) {
      return false;
    }
    var found = new boolean[1];
    activation.when().forEachNode(name -> found[0] |= isBypassed(plan.numberOf(name)));
    return found[0];
  }

  private boolean allInputsBypassed(int number) {
    int[] inputs = plan.inputNodes(number);
    if (inputs.length == 0 || plan.readsOtherPass(number)) {
      return false;
    }
    for (int input : inputs) {
      if (!isBypassed(input)) {
        return false;
      }
    }
    return true;
  }

  private boolean isBypassed(int number) {
    Settled settled = number < 0 ? null : books[number];
    return settled != null && settled.isBypassed();
  }

  private void runHere(int number) {
    try {
      settle(number, attempt(number));
    } catch (InterruptedException stopped) {
      interrupted = true;
    }
  }

  private void fork(int number) {
    running.put(
        number,
        Thread.ofVirtual()
            .name("node " + plan.node(number).name())
            .start(() -> reports.add(new Report(number, attemptForked(number)))));
  }

  private Settled attemptForked(int number) {
    try {
      return attempt(number);
    } catch (InterruptedException stopped) {
      return Settled.CANCELED;
    }
  }

  private Settled attempt(int number) throws InterruptedException {
    Node node = plan.node(number);
    try {
      return runner.run(number, node);
    } catch (RuntimeException
        | Error problem) { // a thread that dies unheard keeps the loop waiting
      return Settled.of(NodeFailures.unexpected(node, problem));
    }
  }

  /// False at the deadline or when interrupted.
  private boolean takeReport() {
    try {
      Report report = reports.poll(deadline - System.nanoTime(), NANOSECONDS);
      if (report == null) {
        return false;
      }
      running.remove(report.number());
      settle(report.number(), report.settled());
      return true;
    } catch (InterruptedException stopped) {
      interrupted = true;
      return false;
    }
  }

  private void settle(int number, Settled settled) {
    books[number] = settled;
    if (settled.isFailed()) {
      firstFailed = firstFailed < 0 && !keepsGoing ? number : firstFailed;
      return;
    }
    for (int successor : plan.successors(number)) {
      if (--waitingFor[successor] == 0) {
        ready.add(successor);
      }
    }
  }

  private End stopRunning() {
    running.values().forEach(Thread::interrupt);
    long giveUp = System.nanoTime() + GRACE.toNanos();
    boolean pending = interrupted;
    while (!running.isEmpty() && System.nanoTime() < giveUp) {
      try {
        Report report = reports.poll(giveUp - System.nanoTime(), NANOSECONDS);
        if (report != null) {
          running.remove(report.number());
          books[report.number()] =
              report.settled().isFailed() ? Settled.CANCELED : report.settled();
        }
      } catch (InterruptedException again) {
        pending = true;
      }
    }
    interrupted = pending;
    return pending ? End.INTERRUPTED : End.DEADLINE;
  }
}
