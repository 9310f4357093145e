package io.promptflow4j.core.execution.node;

import java.util.concurrent.atomic.AtomicLong;

/// How many elements and rounds a line may still do, in all its loops together. Thread-safe.
public final class Rounds {

  /// The most that one line may do.
  public static final long MOST = 1_000_000;

  private final AtomicLong left = new AtomicLong(MOST);

  /// None is taken yet.
  public Rounds() {}

  /// Takes one; false if none is left.
  public boolean take() {
    return left.getAndDecrement() > 0;
  }
}
