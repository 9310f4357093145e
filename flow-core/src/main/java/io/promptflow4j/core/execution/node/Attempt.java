package io.promptflow4j.core.execution.node;

import io.promptflow4j.core.execution.CallJournal;
import io.promptflow4j.core.execution.reading.LoopReadings;
import io.promptflow4j.core.execution.reading.Readings;
import io.promptflow4j.core.graph.LoopName;
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
/// @param rounds how often the line may still do something again
public record Attempt(
    Readings plain,
    Readings prompts,
    int line,
    long deadline,
    Optional<Consumer<Value>> chunks,
    Optional<CallJournal> journal,
    Rounds rounds) {

  /// In a line that has done no rounds yet.
  public Attempt(
      Readings plain,
      Readings prompts,
      int line,
      long deadline,
      Optional<Consumer<Value>> chunks,
      Optional<CallJournal> journal) {
    this(plain, prompts, line, deadline, chunks, journal, new Rounds());
  }

  /// The same, with one name more to read; the node's result is told as a whole.
  public Attempt with(LoopName name, Value ofPlain, Value ofPrompts) {
    return new Attempt(
        new LoopReadings(plain, name, ofPlain),
        new LoopReadings(prompts, name, ofPrompts),
        line,
        deadline,
        Optional.empty(),
        journal,
        rounds);
  }

  /// The same, with calls on record under a name of their own.
  public Attempt under(String part) {
    return under(part, false);
  }

  /// As [#under], for a round, which wants answers of its own.
  public Attempt inRound(long round) {
    return under("round " + round, true);
  }

  private Attempt under(String part, boolean isRound) {
    return journal.isEmpty()
        ? this
        : new Attempt(
            plain,
            prompts,
            line,
            deadline,
            chunks,
            journal.map(told -> new PartJournal(told, part, isRound)),
            rounds);
  }

  /// The same, ending at `other` if that is earlier.
  public Attempt endingAt(long other) {
    return other - deadline >= 0
        ? this
        : new Attempt(plain, prompts, line, other, chunks, journal, rounds);
  }

  /// The same, with nobody who listens to pieces of its result.
  public Attempt unheard() {
    return chunks.isEmpty()
        ? this
        : new Attempt(plain, prompts, line, deadline, Optional.empty(), journal, rounds);
  }

  public boolean isOver() {
    return deadline - System.nanoTime() <= 0;
  }

  /// How much of the line's time is left; at least a millisecond, so that who waits for it ends
  /// soon.
  public Duration remaining() {
    return Duration.ofNanos(Math.max(deadline - System.nanoTime(), 1_000_000));
  }
}
