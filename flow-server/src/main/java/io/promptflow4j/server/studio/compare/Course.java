package io.promptflow4j.server.studio.compare;

import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.progress.BatchProgress;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.report.ComparisonJson;
import io.promptflow4j.evaluators.experiment.ExperimentListener;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A comparison that was begun here: how far it is, and what came of it. Thread-safe.
final class Course implements ExperimentListener {

  private final String id;
  private final String flow;
  private final Instant begun;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Step, Value.Mapping> steps = new LinkedHashMap<>();
  private @Nullable String problem;
  private @Nullable Comparison found;
  private @Nullable Thread thread;

  Course(String id, String flow, Instant begun) {
    this.id = id;
    this.flow = flow;
    this.begun = begun;
  }

  @Override
  public void begins(Step step) {
    put(step, new Fields().put("state", "running").put("done", 0));
  }

  @Override
  public void progress(Step step, BatchProgress progress) {
    put(
        step,
        new Fields()
            .put("state", "running")
            .put("done", progress.done())
            .put("rows", progress.rows())
            .put("failed", progress.failed()));
  }

  @Override
  public void ended(Step step, Run run) {
    var fields =
        new Fields()
            .put("state", "ended")
            .put("run", run.name().value())
            .put("done", run.progress().completed() + run.progress().failed())
            .put("failed", run.progress().failed());
    run.progress().rows().ifPresent(rows -> fields.put("rows", rows));
    put(step, fields);
  }

  private void put(Step step, Fields fields) {
    Value.Mapping shown = fields.put("arm", step.arm()).put("evaluator", step.evaluator()).end();
    lock.lock();
    try {
      steps.put(step, shown);
    } finally {
      lock.unlock();
    }
  }

  /// Begins to work; once.
  void start(Runnable work) {
    lock.lock();
    try {
      thread = Thread.ofVirtual().start(work);
    } finally {
      lock.unlock();
    }
  }

  void found(Comparison comparison) {
    lock.lock();
    try {
      found = comparison;
    } finally {
      lock.unlock();
    }
  }

  void failed(String why) {
    lock.lock();
    try {
      problem = why;
    } finally {
      lock.unlock();
    }
  }

  /// Stops it; its runs stay, and can be resumed.
  void stop() {
    lock.lock();
    try {
      if (thread != null) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isOver() {
    lock.lock();
    try {
      return found != null || problem != null;
    } finally {
      lock.unlock();
    }
  }

  Optional<Comparison> found() {
    lock.lock();
    try {
      return Optional.ofNullable(found);
    } finally {
      lock.unlock();
    }
  }

  /// How far it is, without what came of it.
  Fields state() {
    lock.lock();
    try {
      var fields =
          new Fields()
              .put("id", id)
              .put("flow", flow)
              .put("begun", begun.toString())
              .put("state", found != null ? "done" : problem != null ? "failed" : "running")
              .put("steps", steps.values().stream().toList());
      if (problem != null) {
        fields.put("problem", problem);
      }
      return fields;
    } finally {
      lock.unlock();
    }
  }

  /// All there is.
  Value.Mapping json() {
    var fields = state();
    found().ifPresent(comparison -> fields.put("result", ComparisonJson.of(comparison)));
    return fields.end();
  }
}
