package io.promptflow4j.core.execution.node;

import io.promptflow4j.core.execution.CallJournal;
import io.promptflow4j.core.execution.reading.Readings;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// What a node needs to know about the line it runs in.
///
/// @param plain what references give
/// @param prompts what they give to a prompt, where text from inputs must not open a role
/// @param deadline the line's, in terms of `System.nanoTime()`
/// @param chunks receives the pieces of a streamed result, if somebody listens
/// @param journal what remembers the line's calls, if anything does
public record Attempt(
    Readings plain,
    Readings prompts,
    int line,
    long deadline,
    Optional<Consumer<Value>> chunks,
    Optional<CallJournal> journal) {

  /// How much of the line's time is left; at least a millisecond, so that who waits for it ends
  /// soon.
  public Duration remaining() {
    return Duration.ofNanos(Math.max(deadline - System.nanoTime(), 1_000_000));
  }
}
