package io.promptflow4j.core.run;

import io.promptflow4j.core.execution.cache.Savings;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.cost.Bill;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.Optional;

/// How far a run has come.
///
/// @param rows how many rows it has in all, repeats included; empty until they were counted
/// @param completed rows that gave outputs
/// @param failed rows that failed
/// @param usage tokens of the calls that this run made itself; calls found on record are free
/// @param bill what those calls cost
/// @param calls how many model calls it made itself
/// @param recalled how many model calls it found on record instead
/// @param inDoubt calls that were under way when a process of this run died: sent, perhaps paid,
///   and made again
/// @param worked how long processes worked on it, the time between them left out
/// @param metrics what aggregation nodes logged
/// @param error why it failed as a whole, or how many rows failed and the first one's error, and
///   which aggregation nodes failed
/// @param saved what the calls would have cost that were answered by what others had asked for;
///   they are among the recalled ones
public record RunProgress(
    Optional<Long> rows,
    long completed,
    long failed,
    TokenUsage usage,
    Bill bill,
    long calls,
    long recalled,
    long inDoubt,
    Duration worked,
    Value.Mapping metrics,
    Optional<String> error,
    Savings saved) {

  /// The progress of a run that took nothing from a cache.
  public RunProgress(
      Optional<Long> rows,
      long completed,
      long failed,
      TokenUsage usage,
      Bill bill,
      long calls,
      long recalled,
      long inDoubt,
      Duration worked,
      Value.Mapping metrics,
      Optional<String> error) {
    this(
        rows,
        completed,
        failed,
        usage,
        bill,
        calls,
        recalled,
        inDoubt,
        worked,
        metrics,
        error,
        Savings.NONE);
  }

  public static final RunProgress NONE =
      new RunProgress(
          Optional.empty(),
          0,
          0,
          TokenUsage.NONE,
          Bill.EMPTY,
          0,
          0,
          0,
          Duration.ZERO,
          Value.Mapping.EMPTY,
          Optional.empty());
}
