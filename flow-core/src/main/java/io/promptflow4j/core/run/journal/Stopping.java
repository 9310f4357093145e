package io.promptflow4j.core.run.journal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Why a run stops before its rows are at an end: the first reason counts, but a broken store
/// counts more than any other. Thread-safe.
public final class Stopping {

  /// A reason.
  public sealed interface Reason {

    /// Somebody wants it to stop.
    record Canceled() implements Reason {}

    /// Its time is over.
    record TimeOver(Duration limit) implements Reason {}

    /// What is left of the budget is not enough for a call.
    ///
    /// @param why half a sentence
    /// @param remedy another half: what to do
    record OverBudget(String why, String remedy) implements Reason {}

    /// A row failed, and that was to end the run.
    record RowFailed() implements Reason {}

    /// Going on makes no sense.
    record Hopeless(String why) implements Reason {}

    /// What happens can't be kept.
    record Broken(Throwable problem) implements Reason {}
  }

  private final AtomicReference<Optional<Reason>> reason = new AtomicReference<>(Optional.empty());

  /// Goes on for now.
  public Stopping() {}

  public void because(Reason why) {
    reason.updateAndGet(known ->
        known.isEmpty() || (why instanceof Reason.Broken && !isBroken(known))
            ? Optional.of(why)
            : known);
  }

  private static boolean isBroken(Optional<Reason> known) {
    return known.isPresent() && known.get() instanceof Reason.Broken;
  }

  public boolean isBroken() {
    return isBroken(reason.get());
  }

  public Optional<Reason> reason() {
    return reason.get();
  }

  public boolean isAsked() {
    return reason.get().isPresent();
  }

  /// Whether rows that run may not go on to their ends.
  public boolean isUrgent() {
    return reason.get().map(Stopping::isUrgent).orElse(false);
  }

  private static boolean isUrgent(Reason why) {
    return switch (why) {
      case Reason.Canceled _, Reason.TimeOver _, Reason.OverBudget _, Reason.Broken _ -> true;
      case Reason.RowFailed _, Reason.Hopeless _ -> false;
    };
  }
}
