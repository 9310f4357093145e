package io.promptflow4j.core.execution;

import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/// One run of a flow on one set of inputs: a line.
///
/// @param inputs by name; what is missing takes its default, what is unknown is passed over
/// @param limit how long the line may take; ten minutes unless said otherwise
/// @param line the number of the row in a batch, counted from 0
/// @param aggregate whether aggregation nodes run too, over lists of this one line
/// @param chunks receives the name of a flow output and a piece of it while its node still runs, on
///   the node's thread; without it nothing is streamed
/// @param journal what remembers the line's calls, so that none is made twice; without it each is
///   made
public record RunRequest(
    Value.Mapping inputs,
    Duration limit,
    int line,
    boolean aggregate,
    Optional<BiConsumer<String, Value>> chunks,
    Optional<CallJournal> journal) {

  public static final Duration DEFAULT_LIMIT = Duration.ofMinutes(10);

  public static RunRequest of(Map<String, ?> inputs) {
    return of((Value.Mapping) Value.from(inputs));
  }

  public static RunRequest of(Value.Mapping inputs) {
    return new RunRequest(inputs, DEFAULT_LIMIT, 0, false, Optional.empty(), Optional.empty());
  }

  public RunRequest withLimit(Duration other) {
    return new RunRequest(inputs, other, line, aggregate, chunks, journal);
  }

  public RunRequest withLine(int number) {
    return new RunRequest(inputs, limit, number, aggregate, chunks, journal);
  }

  /// With aggregation nodes, as `pf flow test` runs them.
  public RunRequest withAggregation() {
    return new RunRequest(inputs, limit, line, true, chunks, journal);
  }

  public RunRequest withChunks(BiConsumer<String, Value> listener) {
    return new RunRequest(inputs, limit, line, aggregate, Optional.of(listener), journal);
  }

  /// With a memory for the line's calls.
  public RunRequest withJournal(CallJournal other) {
    return new RunRequest(inputs, limit, line, aggregate, chunks, Optional.of(other));
  }
}
