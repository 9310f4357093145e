package io.promptflow4j.core.run.row;

import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.NodeFailure;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.execution.line.FlowExecutor;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.journal.RowJournal;
import io.promptflow4j.core.run.journal.RunCalls;
import io.promptflow4j.core.run.journal.Stopping;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Runs single rows of a run. Thread-safe.
public final class RowRunner {

  private static final Value HIDDEN = Value.of("******");

  private final FlowExecutor executor;
  private final RunCalls calls;
  private final Duration limit;
  private final Set<String> secrets;
  private final Breaker breaker;

  /// @param limit how long a row may take
  public RowRunner(FlowGraph graph, FlowExecutor executor, RunCalls calls, Duration limit) {
    this(
        executor,
        calls,
        limit,
        graph.inputs().stream()
            .filter(input -> input.type() == ValueType.SECRET)
            .map(FlowInput::name)
            .collect(Collectors.toUnmodifiableSet()),
        new Breaker());
  }

  private RowRunner(
      FlowExecutor executor, RunCalls calls, Duration limit, Set<String> secrets, Breaker breaker) {
    this.executor = executor;
    this.calls = calls;
    this.limit = limit;
    this.secrets = secrets;
    this.breaker = breaker;
  }

  /// One whose calls are counted elsewhere; both notice together that going on makes no sense.
  public RowRunner with(RunCalls other) {
    return new RowRunner(executor, other, limit, secrets, breaker);
  }

  /// Runs a row on the calling thread. Empty if it did not come to its end, because the run was
  /// stopped or can't be kept.
  ///
  /// @param occurrence how many rows before this one say the same
  /// @param warnings gets what the flow's author should know
  public Optional<RowResult> run(
      BatchRow row, RowKey key, int occurrence, Consumer<String> warnings) {
    long deadline = System.nanoTime() + limit.toNanos();
    FlowResult result;
    try (var journal = new RowJournal(calls, key, occurrence, deadline)) {
      result =
          executor.run(
              RunRequest.of(row.inputs())
                  .withLimit(limit)
                  .withLine(Math.toIntExact(row.line()))
                  .withJournal(journal));
    }
    if (result.status() == FlowResult.Status.CANCELED || calls.stopping().isBroken()) {
      return Optional.empty();
    }
    result.warnings().forEach(warnings);
    Breaker.Verdict verdict = breaker.see(result);
    verdict.stop().map(Stopping.Reason.Hopeless::new).ifPresent(calls.stopping()::because);
    return verdict.counts() ? Optional.of(kept(row, key, result)) : Optional.empty();
  }

  private RowResult kept(BatchRow row, RowKey key, FlowResult result) {
    boolean completed = result.status() == FlowResult.Status.COMPLETED;
    Value.Mapping inputs = withoutSecrets(result.trace().inputs());
    return new RowResult(
        key,
        completed ? RowResult.Status.COMPLETED : RowResult.Status.FAILED,
        inputs,
        row.data(),
        result.outputs(),
        result.failure().map(RowRunner::error),
        result.usage(),
        result.trace().start(),
        result.trace().end(),
        completed && executor.aggregates() ? executor.contribution(result) : Value.Mapping.EMPTY,
        RowDetail.of(result, inputs));
  }

  private static RowResult.RowError error(FlowResult.Failure failure) {
    return new RowResult.RowError(
        failure.code(),
        failure.message(),
        failure.node().map(node -> node.node().value()),
        failure.node().flatMap(NodeFailure::file),
        failure.node().map(NodeFailure::line).orElse(0));
  }

  private Value.Mapping withoutSecrets(Value.Mapping inputs) {
    if (secrets.isEmpty()) {
      return inputs;
    }
    var shown = new LinkedHashMap<>(inputs.entries());
    shown.replaceAll((name, value) -> secrets.contains(name) ? HIDDEN : value);
    return new Value.Mapping(shown);
  }
}
