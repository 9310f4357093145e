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
public record RunRequest(
    Value.Mapping inputs,
    Duration limit,
    int line,
    boolean aggregate,
    Optional<BiConsumer<String, Value>> chunks) {

  public static final Duration DEFAULT_LIMIT = Duration.ofMinutes(10);

  public static RunRequest of(Map<String, ?> inputs) {
    return of((Value.Mapping) Value.from(inputs));
  }

  public static RunRequest of(Value.Mapping inputs) {
    return new RunRequest(inputs, DEFAULT_LIMIT, 0, false, Optional.empty());
  }

  public RunRequest withLimit(Duration other) {
    return new RunRequest(inputs, other, line, aggregate, chunks);
  }

  public RunRequest withLine(int number) {
    return new RunRequest(inputs, limit, number, aggregate, chunks);
  }

  /// With aggregation nodes, as `pf flow test` runs them.
  public RunRequest withAggregation() {
    return new RunRequest(inputs, limit, line, true, chunks);
  }

  public RunRequest withChunks(BiConsumer<String, Value> listener) {
    return new RunRequest(inputs, limit, line, aggregate, Optional.of(listener));
  }
}
