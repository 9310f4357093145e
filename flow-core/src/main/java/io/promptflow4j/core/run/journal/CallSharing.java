package io.promptflow4j.core.run.journal;

import io.promptflow4j.core.run.RunStore;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// The scopes that runs of this process work in, so that runs side by side make a call they share
/// once. Thread-safe; one for a store.
public final class CallSharing {

  private final RunStore store;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, ScopeCalls> open = new HashMap<>();

  public CallSharing(RunStore store) {
    this.store = store;
  }

  /// The calls of a scope, for one run; to be given back with [#leave].
  public ScopeCalls join(String scope) {
    lock.lock();
    try {
      ScopeCalls calls = open.computeIfAbsent(scope, _ -> new ScopeCalls(store, scope));
      calls.joined();
      return calls;
    } finally {
      lock.unlock();
    }
  }

  public void leave(ScopeCalls calls) {
    lock.lock();
    try {
      if (calls.left()) {
        open.remove(calls.scope());
      }
    } finally {
      lock.unlock();
    }
  }
}
