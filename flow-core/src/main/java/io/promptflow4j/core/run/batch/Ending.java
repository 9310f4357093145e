package io.promptflow4j.core.run.batch;

import io.promptflow4j.core.execution.AggregationResult;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.line.FlowExecutor;
import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStore.RowFilter;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.RunWriter;
import io.promptflow4j.core.run.journal.RowJournal;
import io.promptflow4j.core.run.journal.RunCalls;
import io.promptflow4j.core.run.journal.Stopping.Reason;
import io.promptflow4j.core.run.progress.BatchEnd;
import io.promptflow4j.core.run.progress.BatchProgress;
import io.promptflow4j.core.run.row.RowDetail;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The end of a run: aggregation over the completed rows, and the final word.
final class Ending {

  /// The row that calls of aggregation nodes belong to.
  private static final RowKey NO_ROW = new RowKey(-1, 0);

  private final RunStore store;
  private final RunWriter writer;
  private final FlowExecutor executor;
  private final RunCalls calls;
  private final Counters counters;
  private final RunLog log;
  private final BatchSettings settings;
  private final List<String> failedNodes = new ArrayList<>();

  Ending(
      RunStore store,
      RunWriter writer,
      FlowExecutor executor,
      RunCalls calls,
      Counters counters,
      RunLog log,
      BatchSettings settings) {
    this.store = store;
    this.writer = writer;
    this.executor = executor;
    this.calls = calls;
    this.counters = counters;
    this.log = log;
    this.settings = settings;
  }

  BatchEnd end() {
    Optional<Reason> reason = calls.stopping().reason();
    return reason.isEmpty() ? completed() : stopped(reason.get());
  }

  private BatchEnd completed() {
    Value.Mapping metrics = executor.aggregates() ? aggregate() : Value.Mapping.EMPTY;
    return calls
        .stopping()
        .reason()
        .map(this::stopped)
        .orElseGet(() -> finish(RunStatus.COMPLETED, metrics, problems()));
  }

  private BatchEnd stopped(Reason reason) {
    BatchProgress progress = counters.progress();
    String how = " after %d of %d rows".formatted(progress.done(), progress.rows());
    if (executor.aggregates() && !calls.stopping().isBroken()) {
      log.info("Nothing was aggregated, because not all rows have run.");
    }
    return switch (reason) {
      case Reason.Canceled _ ->
          finish(RunStatus.CANCELED, Value.Mapping.EMPTY, Optional.of("canceled" + how));
      case Reason.OverBudget(String why, String remedy) ->
          finish(RunStatus.CANCELED, Value.Mapping.EMPTY, Optional.of(why + how + "; " + remedy));
      case Reason.TimeOver(Duration limit) ->
          finish(
              RunStatus.FAILED,
              Value.Mapping.EMPTY,
              Optional.of(
                  "the run took longer than %s s and was stopped%s"
                      .formatted(limit.toMillis() / 1e3, how)));
      case Reason.RowFailed _ -> finish(RunStatus.FAILED, Value.Mapping.EMPTY, summary());
      case Reason.Hopeless(String why) ->
          finish(RunStatus.FAILED, Value.Mapping.EMPTY, Optional.of(why));
      case Reason.Broken(RunStoreException problem) -> throw problem;
      case Reason.Broken(Error problem) -> throw problem;
      case Reason.Broken(Throwable problem) ->
          throw new IllegalStateException("the run can't go on", problem);
    };
  }

  private BatchEnd finish(RunStatus status, Value.Mapping metrics, Optional<String> error) {
    BatchProgress progress = counters.progress();
    log.info(
        "Run '%s' is %s: %d rows completed, %d failed, of %d; %d model calls made, %d recalled%s%s"
            .formatted(
                writer.run().name(),
                status.label(),
                progress.completed(),
                progress.failed(),
                progress.rows(),
                progress.calls(),
                progress.recalled(),
                progress.saved().calls() == 0
                    ? ""
                    : " (%d from the cache, which saved %s)"
                        .formatted(progress.saved().calls(), progress.saved()),
                error.map(text -> "; " + text).orElse(".")));
    log.flush();
    writer.finish(status, metrics, error);
    return new BatchEnd(status, metrics, error, counters.progress());
  }

  /// What went wrong in a run that came to its end: failed rows, failed aggregation nodes.
  private Optional<String> problems() {
    var all = new ArrayList<String>();
    summary().ifPresent(all::add);
    all.addAll(failedNodes);
    return all.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", all));
  }

  private Optional<String> summary() {
    return counters
        .firstFailed()
        .map(row ->
            "%d of %d rows failed; the first is line %d: %s"
                .formatted(
                    counters.failed(), counters.progress().rows(), row.line(), row.message()));
  }

  private Value.Mapping aggregate() {
    List<Value.Mapping> contributions = contributions();
    long all = counters.progress().rows();
    if (contributions.size() < all) {
      log.warnOnce(
          "Aggregation sees %d of %d rows; the others failed."
              .formatted(contributions.size(), all));
    }
    if (contributions.isEmpty()) {
      log.warnOnce("There is nothing to aggregate.");
      return Value.Mapping.EMPTY;
    }
    Duration limit = settings.rowLimit();
    long deadline = System.nanoTime() + limit.toNanos();
    AggregationResult result;
    try (var journal = new RowJournal(calls, NO_ROW, 0, deadline)) {
      result = executor.aggregate(contributions, limit, Optional.of(journal));
    }
    if (Thread.interrupted()) {
      calls.stopping().because(new Reason.Canceled());
      return Value.Mapping.EMPTY;
    }
    keep(result);
    return result.metrics();
  }

  private List<Value.Mapping> contributions() {
    var completed = new RowFilter(Optional.of(RowResult.Status.COMPLETED), 0, 0);
    try (Stream<RowResult> rows = store.rows(writer.run().name(), completed)) {
      return rows.map(RowResult::contribution).toList();
    }
  }

  private void keep(AggregationResult result) {
    var detail = new LinkedHashMap<String, Value>();
    detail.put("nodes", RowDetail.nodes(result.nodes()));
    detail.put("metrics", result.metrics());
    detail.put("trace", RowDetail.traces(result.nodes().values()));
    writer.artefact(
        Run.AGGREGATION, Json.write(new Value.Mapping(detail)).getBytes(StandardCharsets.UTF_8));
    result
        .nodes()
        .forEach((name, node) -> {
          if (node instanceof NodeResult.Failed failed) {
            String why =
                "Aggregation node '%s' failed: %s".formatted(name, failed.failure().message());
            failedNodes.add(why);
            log.error(why);
          }
        });
  }
}
