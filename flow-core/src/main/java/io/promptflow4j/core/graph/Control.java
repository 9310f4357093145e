package io.promptflow4j.core.graph;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// How often and under which terms a node is done, from the outside in: for each element of a list,
/// round after round, try after try, each try in its time; and what it gives instead of failing.
public record Control(
    Optional<ForEach> forEach,
    Optional<Repeat> repeat,
    Optional<Retry> retry,
    Optional<Duration> timeout,
    Optional<Binding> onError) {

  /// Once, and that is it.
  public static final Control NONE =
      new Control(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /// Once per element.
  public record ForEach(Binding items, int concurrency) {}

  /// Until a condition holds.
  ///
  /// @param max the most rounds
  /// @param keepsLast whether the last round counts if the condition never held; else the node
  ///   fails
  public record Repeat(Binding until, int max, boolean keepsLast) {}

  /// Again after a failure.
  ///
  /// @param max the most further tries
  /// @param pause before the first of them; it doubles from try to try
  public record Retry(int max, Duration pause) {}

  public boolean isNone() {
    return !mayStartOver() && timeout.isEmpty();
  }

  /// Whether the node's work may be done more than once, or replaced by something else, so that
  /// pieces of it say nothing yet.
  public boolean mayStartOver() {
    return forEach.isPresent() || repeat.isPresent() || retry.isPresent() || onError.isPresent();
  }

  /// Calls `found` with everything that is read besides the node's inputs.
  public void forEachBinding(Consumer<Binding> found) {
    forEach.ifPresent(each -> found.accept(each.items()));
    repeat.ifPresent(again -> found.accept(again.until()));
    onError.ifPresent(found);
  }
}
