package io.promptflow4j.core.tool.python;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Ends workers whose call must not go on.
///
/// The thread of a call waits in a read that nothing but the end of the worker can break. This
/// thread looks at all running calls every few milliseconds, decides, and kills. It rests while
/// nothing runs.
final class Watchdog implements AutoCloseable {

  /// Why a call was ended.
  enum Verdict {
    RUNNING,
    FINISHED,
    LATE,
    INTERRUPTED,
    DIED,
    CLOSED
  }

  /// One running call.
  static final class Watch {
    private final Thread caller;
    private final Worker worker;
    private final long deadline;
    private final AtomicReference<Verdict> verdict = new AtomicReference<>(Verdict.RUNNING);

    private Watch(Thread caller, Worker worker, long deadline) {
      this.caller = caller;
      this.worker = worker;
      this.deadline = deadline;
    }

    Verdict verdict() {
      return verdict.get();
    }

    /// Whether the call was ended from here, and the worker did not end by itself.
    boolean isEnded() {
      return switch (verdict.get()) {
        case LATE, INTERRUPTED, CLOSED -> true;
        case RUNNING, FINISHED, DIED -> false;
      };
    }

    private boolean decide(Verdict decided) {
      return verdict.compareAndSet(Verdict.RUNNING, decided);
    }
  }

  private static final long TICK = Duration.ofMillis(20).toNanos();
  private static final int IDLE_TICKS = 50;

  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Thread> resting = new AtomicReference<>();
  private final Thread thread;
  private volatile boolean closed;

  Watchdog() {
    thread = Thread.ofPlatform().daemon().name("python-watchdog").start(this::watch);
  }

  /// Watches the call that the current thread is about to make.
  Watch watch(Worker worker, Duration limit) {
    long nanos = limit.compareTo(Duration.ofDays(365)) < 0 ? limit.toNanos() : Long.MAX_VALUE / 4;
    var watch = new Watch(Thread.currentThread(), worker, System.nanoTime() + nanos);
    watches.add(watch);
    if (closed && watch.decide(Verdict.CLOSED)) {
      worker.kill(); // nobody looks any more
    }
    if (resting.get() != null) {
      LockSupport.unpark(resting.getAndSet(null));
    }
    return watch;
  }

  /// Ends the watch. False if the worker has been condemned meanwhile.
  boolean release(Watch watch) {
    watches.remove(watch);
    return watch.decide(Verdict.FINISHED);
  }

  private void watch() {
    int idle = 0;
    while (!closed) {
      idle = watches.isEmpty() ? idle + 1 : 0;
      if (idle > IDLE_TICKS) {
        rest();
        idle = 0;
      } else {
        watches.forEach(this::judge);
        LockSupport.parkNanos(TICK);
      }
    }
  }

  private void rest() {
    resting.set(Thread.currentThread());
    while (watches.isEmpty() && !closed && resting.get() != null) {
      LockSupport.park(this);
    }
    resting.set(null);
  }

  private void judge(Watch watch) {
    if (watch.caller.isInterrupted() && watch.decide(Verdict.INTERRUPTED)) {
      Thread.startVirtualThread(watch.worker::kill);
    } else if (System.nanoTime() - watch.deadline >= 0 && watch.decide(Verdict.LATE)) {
      Thread.startVirtualThread(() -> {
        watch.worker.explain();
        watch.worker.kill();
      });
    } else if (!watch.worker.isAlive() && watch.decide(Verdict.DIED)) {
      // children of a dead worker can hold its pipes open
      Thread.startVirtualThread(watch.worker::kill);
    }
  }

  /// Ends all running calls.
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    for (Watch watch : watches) {
      if (watch.decide(Verdict.CLOSED)) {
        watch.worker.kill();
      }
    }
  }
}
