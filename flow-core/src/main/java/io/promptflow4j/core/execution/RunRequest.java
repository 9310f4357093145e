package io.promptflow4j.core.execution;

import io.promptflow4j.core.trace.TraceParent;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// One run of a flow on one set of inputs: a line.
///
/// @param inputs by name; what is missing takes its default, what is unknown is passed over
/// @param ownLimit how long the line may take, if not as long as every line of its flow
/// @param line the number of the row in a batch, counted from 0
/// @param aggregate whether aggregation nodes run too, over lists of this one line
/// @param chunks receives the name of a flow output and a piece of it while its node still runs, on
///   the node's thread; without it nothing is streamed
/// @param known receives, just before the first of these pieces, the outputs that are known by
///   then, on the same thread
/// @param journal what remembers the line's calls, so that none is made twice; without it each is
///   made
/// @param parent the span of somebody else that the line is part of
public record RunRequest(
    Value.Mapping inputs,
    Optional<Duration> ownLimit,
    int line,
    boolean aggregate,
    Optional<BiConsumer<String, Value>> chunks,
    Optional<Consumer<Value.Mapping>> known,
    Optional<CallJournal> journal,
    Optional<TraceParent> parent) {

  public static final Duration DEFAULT_LIMIT = Duration.ofMinutes(10);

  /// The variable that gives every line of a flow another limit, in seconds.
  private static final String LIMIT_VARIABLE = "PF_LINE_TIMEOUT_SEC";

  public static RunRequest of(Map<String, ?> inputs) {
    return of((Value.Mapping) Value.from(inputs));
  }

  public static RunRequest of(Value.Mapping inputs) {
    return new RunRequest(
        inputs,
        Optional.empty(),
        0,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// How long the lines of a flow may take in an environment: as many seconds as
  /// `PF_LINE_TIMEOUT_SEC` says, if it says a number, otherwise ten minutes.
  public static Duration limitIn(Map<String, String> environment) {
    String asked = environment.getOrDefault(LIMIT_VARIABLE, "").strip();
    long millis =
        asked.matches("\\d{1,9}(\\.\\d{1,9})?") ? Math.round(Double.parseDouble(asked) * 1_000) : 0;
    return millis > 0 ? Duration.ofMillis(millis) : DEFAULT_LIMIT;
  }

  /// How long the line may take; ten minutes unless said otherwise.
  public Duration limit() {
    return ownLimit.orElse(DEFAULT_LIMIT);
  }

  public RunRequest withLimit(Duration other) {
    return new RunRequest(
        inputs, Optional.of(other), line, aggregate, chunks, known, journal, parent);
  }

  public RunRequest withLine(int number) {
    return new RunRequest(inputs, ownLimit, number, aggregate, chunks, known, journal, parent);
  }

  /// With aggregation nodes, as `pf flow test` runs them.
  public RunRequest withAggregation() {
    return new RunRequest(inputs, ownLimit, line, true, chunks, known, journal, parent);
  }

  public RunRequest withChunks(BiConsumer<String, Value> listener) {
    return new RunRequest(
        inputs, ownLimit, line, aggregate, Optional.of(listener), known, journal, parent);
  }

  /// With a listener for the outputs that are known before the first piece comes.
  public RunRequest withKnownOutputs(Consumer<Value.Mapping> listener) {
    return new RunRequest(
        inputs, ownLimit, line, aggregate, chunks, Optional.of(listener), journal, parent);
  }

  /// With a memory for the line's calls.
  public RunRequest withJournal(CallJournal other) {
    return new RunRequest(
        inputs, ownLimit, line, aggregate, chunks, known, Optional.of(other), parent);
  }

  /// As part of somebody else's span.
  public RunRequest withParent(Optional<TraceParent> span) {
    return new RunRequest(inputs, ownLimit, line, aggregate, chunks, known, journal, span);
  }
}
