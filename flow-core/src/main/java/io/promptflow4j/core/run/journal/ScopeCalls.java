package io.promptflow4j.core.run.journal;

import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.run.CallId;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.source.Digest;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The calls of one scope: which are on record and which are under way in this process.
/// Thread-safe.
///
/// The digests on record are read once, so a call that was never made costs no look-up. If there
/// are too many for that, each call is looked up.
public final class ScopeCalls {

  private static final int MOST_KNOWN = 4_000_000;
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  private final RunStore store;
  private final String scope;
  private final Map<Digest, CompletableFuture<RecordedCall>> underWay = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable LongSet known = new LongSet();
  private int runs;

  ScopeCalls(RunStore store, String scope) {
    this.store = store;
    this.scope = scope;
  }

  String scope() {
    return scope;
  }

  /// Another run works in it.
  void joined() {
    lock.lock();
    try {
      runs++;
      LongSet set = known;
      known = set != null && addRecorded(set) ? set : null;
    } finally {
      lock.unlock();
    }
  }

  /// False if there are too many.
  private boolean addRecorded(LongSet set) {
    try (Stream<Digest> recorded = store.calls(scope)) {
      Iterator<Digest> left = recorded.iterator();
      for (int i = 0; i < MOST_KNOWN && left.hasNext(); i++) {
        set.add(Occurrences.hash(left.next()));
      }
      return !left.hasNext();
    }
  }

  /// Whether nobody works in it any more.
  boolean left() {
    lock.lock();
    try {
      runs--;
      return runs == 0;
    } finally {
      lock.unlock();
    }
  }

  /// What is on record under `id` by now, by whatever process.
  Optional<RecordedCall> lookUp(CallId id) {
    return store.call(id);
  }

  /// Waits as long as a run of another process is about to bring one of those.
  ///
  /// @param deadline as of [System#nanoTime]
  /// @throws ModelException if it is over before
  void awaitOthers(List<CallId> ids, long deadline) throws InterruptedException {
    long pause = SHORTEST_PAUSE.toNanos();
    do {
      if (System.nanoTime() >= deadline) {
        throw new ModelException(
            "timeout", "the same call is under way elsewhere and did not end in time", true);
      }
      boolean _ = new CountDownLatch(1).await(pause, TimeUnit.NANOSECONDS);
      pause = Math.min(pause * 3 / 2, LONGEST_PAUSE.toNanos());
    } while (ids.stream().anyMatch(store::isUnderWay));
  }

  /// What is on record under `id`.
  Optional<RecordedCall> find(CallId id) {
    return mayBeKnown(id.digest()) ? store.call(id) : Optional.empty();
  }

  private boolean mayBeKnown(Digest digest) {
    lock.lock();
    try {
      LongSet set = known;
      return set == null || set.contains(Occurrences.hash(digest));
    } finally {
      lock.unlock();
    }
  }

  /// Makes the calling thread the one that brings the result of `id`; else gives what to wait for.
  Optional<CompletableFuture<RecordedCall>> lead(Digest id, CompletableFuture<RecordedCall> own) {
    return Optional.ofNullable(underWay.putIfAbsent(id, own));
  }

  /// It is on record now, or given up.
  void ended(Digest id, CompletableFuture<RecordedCall> own, Optional<RecordedCall> result) {
    lock.lock();
    try {
      LongSet set = known;
      if (result.isPresent() && runs > 1 && set != null) { // alone, a run never asks twice
        set.add(Occurrences.hash(id));
      }
    } finally {
      lock.unlock();
    }
    underWay.remove(id, own);
    result.ifPresentOrElse(own::complete, () -> own.cancel(false));
  }
}
