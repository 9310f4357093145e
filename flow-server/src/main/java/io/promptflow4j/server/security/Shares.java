package io.promptflow4j.server.security;

import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// How many of the calls that run at a time may be those of one caller, so that one who floods the
/// server leaves room for the others. Thread-safe.
public final class Shares {

  private final int most;
  private final ConcurrentMap<String, Integer> running = new ConcurrentHashMap<>();

  /// @param most how many calls of one caller run at a time
  public Shares(int most) {
    this.most = most;
  }

  /// Takes a share; whether there was one. Whoever got one gives it back.
  ///
  /// @param own how many at most the caller may have, if that is said of them
  public boolean enter(String caller, OptionalInt own) {
    int most = Math.min(this.most, own.orElse(Integer.MAX_VALUE));
    var entered = new AtomicBoolean();
    running.compute(
        caller,
        (_, now) -> {
          int before = now == null ? 0 : now;
          entered.set(before < most);
          return entered.get() ? before + 1 : now;
        });
    return entered.get();
  }

  /// Gives a share back.
  public void leave(String caller) {
    running.computeIfPresent(caller, (_, now) -> now <= 1 ? null : now - 1);
  }
}
