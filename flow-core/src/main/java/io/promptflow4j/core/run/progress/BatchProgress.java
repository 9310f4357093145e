package io.promptflow4j.core.run.progress;

import io.promptflow4j.core.execution.cache.Savings;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.cost.Bill;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Where a run stands while it is under way.
///
/// @param rows how many there are in all, repeats included
/// @param completed how many have given outputs, those of earlier processes included
/// @param failed how many have failed now
/// @param before of `completed`, how many were on record when this process began
/// @param inFlight how many run right now
/// @param calls model calls that were made now
/// @param recalled model calls that were found on record instead
/// @param usage tokens of the calls that were made now, by the name of the model that answered
/// @param bill what the calls that were made now cost
/// @param saved what those of the recalled calls would have cost that others had asked for
public record BatchProgress(
    long rows,
    long completed,
    long failed,
    long before,
    int inFlight,
    long calls,
    long recalled,
    Map<String, TokenUsage> usage,
    Bill bill,
    Duration elapsed,
    Savings saved) {

  /// Of a run that took nothing from a cache.
  public BatchProgress(
      long rows,
      long completed,
      long failed,
      long before,
      int inFlight,
      long calls,
      long recalled,
      Map<String, TokenUsage> usage,
      Bill bill,
      Duration elapsed) {
    this(
        rows,
        completed,
        failed,
        before,
        inFlight,
        calls,
        recalled,
        usage,
        bill,
        elapsed,
        Savings.NONE);
  }

  public BatchProgress {
    usage = Collections.unmodifiableMap(new LinkedHashMap<>(usage));
  }

  /// How many rows have come to an end.
  public long done() {
    return completed + failed;
  }

  /// Rows a second that this process brought to an end.
  public double rate() {
    double seconds = elapsed.toNanos() / 1e9;
    return seconds <= 0 ? 0 : (done() - before) / seconds;
  }

  /// How long the rest takes if it goes on like this; empty as long as nothing has ended.
  public Optional<Duration> timeLeft() {
    double rate = rate();
    return rate <= 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(Math.round((rows - done()) / rate * 1_000)));
  }

  /// Tokens of all models.
  public TokenUsage totalUsage() {
    return usage.values().stream().reduce(TokenUsage.NONE, TokenUsage::plus);
  }
}
