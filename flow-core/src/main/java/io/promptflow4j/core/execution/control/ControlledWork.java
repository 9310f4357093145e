package io.promptflow4j.core.execution.control;

import io.promptflow4j.core.execution.NodeFailure;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.node.Attempt;
import io.promptflow4j.core.execution.node.NodeFailures;
import io.promptflow4j.core.execution.node.NodeWork;
import io.promptflow4j.core.execution.node.Rounds;
import io.promptflow4j.core.execution.node.Settled;
import io.promptflow4j.core.execution.reading.Properties;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Control;
import io.promptflow4j.core.graph.LoopName;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.template.TemplateRenderException;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Does a node as often and under the terms that it says. Thread-safe.
public final class ControlledWork {

  /// Failures that another try has too: somebody has to change something first.
  private static final Set<String> LASTING =
      Set.of(
          "template-failed",
          "bad-property",
          "bad-condition",
          "bad-input",
          "missing-input",
          "missing-connection",
          "bad-connection",
          "missing-key",
          "missing-model",
          "unauthorized",
          "not-found",
          "bad-parameter",
          "bad-rules",
          "quota",
          "too-many-rounds",
          "not-a-list");

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final NodeWork work;

  public ControlledWork(NodeWork work) {
    this.work = work;
  }

  /// Runs `node` to its end; every failure is a result.
  ///
  /// @throws InterruptedException if the thread is interrupted while it waits
  public Settled run(Node node, Attempt attempt) throws InterruptedException {
    Control control = node.head().control();
    if (control.isNone()) {
      return work.run(node, attempt);
    }
    Attempt own = control.mayStartOver() ? attempt.unheard() : attempt;
    return control.forEach().isPresent()
        ? new Elements(this, node, control.forEach().get(), own).run()
        : once(node, own);
  }

  /// One element, or the whole of a node without elements.
  Settled once(Node node, Attempt attempt) throws InterruptedException {
    Control control = node.head().control();
    Settled settled =
        control.repeat().isPresent()
            ? rounds(node, control.repeat().get(), attempt)
            : tries(node, control, attempt);
    return settled.result() instanceof NodeResult.Failed failed
            && control.onError().isPresent()
            && !attempt.isOver()
        ? instead(node, control.onError().get(), failed, attempt)
        : settled;
  }

  /// What is given instead of a failure. The failure stays in the trace and in the log.
  private static Settled instead(
      Node node, Binding use, NodeResult.Failed failed, Attempt attempt) {
    NodeFailure failure = failed.failure();
    Value error = new Fields().put("code", failure.code()).put("message", failure.message()).end();
    var parts = new Parts(node, failed.span().start());
    parts.add(failed, "failed");
    try {
      Value value = attempt.with(LoopName.ERROR, error, error).plain().of(use);
      parts.log("on_error is used, since it failed: " + failure.message());
      return parts.completed(value);
    } catch (Properties.NoSuchProperty nowhere) {
      return parts.failed(NodeFailures.badProperty(node, "on_error", nowhere).after(failure));
    }
  }

  private Settled rounds(Node node, Control.Repeat repeat, Attempt attempt)
      throws InterruptedException {
    var parts = new Parts(node);
    Value previous = Value.Null.NULL;
    Value ofPrompts = Value.Null.NULL;
    for (int round = 1; ; round++) {
      if (!attempt.rounds().take()) {
        return parts.failed(tooManyRounds(node));
      }
      Value number = Value.of(round);
      Attempt own =
          attempt
              .with(LoopName.ROUND, number, number)
              .with(LoopName.PREVIOUS, previous, ofPrompts)
              .inRound(round);
      Settled settled = tries(node, node.head().control(), own);
      parts.add(settled.result(), "round " + round);
      if (!(settled.result() instanceof NodeResult.Completed completed)) {
        return parts.as(settled);
      }
      previous = completed.output();
      ofPrompts = Guarded.output(node, previous);
      try {
        if (holds(repeat.until(), own.with(LoopName.OUTPUT, previous, previous))) {
          return parts.completed(settled);
        }
      } catch (TemplateRenderException problem) {
        return parts.failed(
            NodeFailures.atNode(
                node, "bad-condition", "'until' can't be asked: " + problem.problem()));
      }
      if (round == repeat.max() || attempt.isOver()) {
        return ended(node, repeat, settled, parts);
      }
    }
  }

  private static Settled ended(Node node, Control.Repeat repeat, Settled last, Parts parts) {
    String what =
        "'until' did not hold in %d rounds: %s"
            .formatted(
                parts.size(),
                repeat.until() instanceof Binding.Computed computed ? computed.text() : "");
    if (repeat.keepsLast()) {
      parts.log(what + "; the last round counts");
      return parts.completed(last);
    }
    return parts.failed(
        NodeFailures.atNode(
            node, "not-reached", what + "; allow more rounds, or write 'on_max: last'"));
  }

  private static boolean holds(Binding until, Attempt attempt) {
    return attempt.plain().of(until) == Value.Bool.TRUE;
  }

  private static NodeFailure tooManyRounds(Node node) {
    return NodeFailures.atNode(
        node,
        "too-many-rounds",
        "the loops of this line have done more than %d elements and rounds".formatted(Rounds.MOST));
  }

  private Settled tries(Node node, Control control, Attempt attempt) throws InterruptedException {
    if (control.retry().isEmpty()) {
      return timed(node, control.timeout(), attempt);
    }
    Control.Retry retry = control.retry().get();
    var parts = new Parts(node);
    Duration pause = retry.pause();
    for (int done = 0; ; done++) {
      Settled settled = timed(node, control.timeout(), attempt);
      boolean again =
          done < retry.max()
              && settled.result() instanceof NodeResult.Failed failed
              && !LASTING.contains(failed.failure().code())
              && System.nanoTime() + pause.toNanos() - attempt.deadline() < 0;
      if (!again && done == 0) {
        return settled;
      }
      parts.add(settled.result(), "try " + (done + 1));
      if (!again) {
        return parts.as(settled);
      }
      await(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? longer(pause)
              : pause.multipliedBy(2);
    }
  }

  private static Duration longer(Duration pause) {
    return pause.compareTo(LONGEST_PAUSE) > 0 ? pause : LONGEST_PAUSE;
  }

  private static void await(Duration pause) throws InterruptedException {
    var never = new CountDownLatch(1);
    boolean _ = never.await(pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  private Settled timed(Node node, Optional<Duration> limit, Attempt attempt)
      throws InterruptedException {
    Attempt own =
        limit.isEmpty() ? attempt : attempt.endingAt(System.nanoTime() + limit.get().toNanos());
    try {
      return work.run(node, own);
    } catch (RuntimeException | Error problem) { // a failure like any other: it may be tried again
      return Settled.of(NodeFailures.unexpected(node, problem));
    }
  }
}
