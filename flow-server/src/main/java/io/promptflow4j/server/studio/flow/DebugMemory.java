package io.promptflow4j.server.studio.flow;

import io.promptflow4j.core.execution.RecordedCall;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The calls of a flow's runs in the studio, so that what comes before a node need not be called
/// again. Thread-safe; forgets the oldest.
final class DebugMemory {

  private static final int MOST = 2_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<String, RecordedCall> calls =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RecordedCall> eldest) {
          return size() > MOST;
        }
      };

  Optional<RecordedCall> find(String digest) {
    lock.lock();
    try {
      return Optional.ofNullable(calls.get(digest));
    } finally {
      lock.unlock();
    }
  }

  void keep(String digest, RecordedCall call) {
    lock.lock();
    try {
      calls.put(digest, call);
    } finally {
      lock.unlock();
    }
  }
}
