package io.promptflow4j.server.security.connection;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/// Notices when callers leave while their calls run. Thread-safe.
public final class Departures implements AutoCloseable {

  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("serve-departures").factory());

  /// @param interval how often it looks
  public Departures(Duration interval) {
    var _ =
        rounds.scheduleWithFixedDelay(
            () -> watches.forEach(Watch::look),
            interval.toMillis(),
            interval.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /// Interrupts the calling thread when the caller at the other end of a connection leaves. Nothing
  /// may be read from the connection while it is watched.
  public Watch watch(@Nullable Object endPoint) {
    var watch = new Watch(socket(endPoint), Thread.currentThread());
    watch.begin();
    return watch;
  }

  private static @Nullable WatchedEndPoint socket(@Nullable Object endPoint) {
    if (endPoint instanceof EndPoint.Wrapper wrapper) {
      return socket(wrapper.unwrap());
    }
    return endPoint instanceof WatchedEndPoint socket ? socket : null;
  }

  /// Ends all calls as if their callers had left.
  @Override
  public void close() {
    rounds.shutdownNow();
    watches.forEach(Watch::leave);
  }

  /// While it is open, somebody looks whether the caller is there.
  public final class Watch implements AutoCloseable {

    private final @Nullable WatchedEndPoint socket;
    private final Thread worker;
    private volatile boolean left;

    private Watch(@Nullable WatchedEndPoint socket, Thread worker) {
      this.socket = socket;
      this.worker = worker;
    }

    private void begin() {
      if (socket != null) {
        socket.watch(true);
        watches.add(this);
      }
    }

    private void look() {
      if (socket != null && !left && socket.isLeft()) {
        leave();
      }
    }

    private void leave() {
      left = true;
      worker.interrupt();
    }

    /// Whether the caller has left.
    public boolean isLeft() {
      return left;
    }

    @Override
    public void close() {
      if (socket != null) {
        watches.remove(this);
        socket.watch(false);
        if (left) {
          boolean _ = Thread.interrupted(); // what is left to do is to say how it ended
        }
      }
    }
  }
}
