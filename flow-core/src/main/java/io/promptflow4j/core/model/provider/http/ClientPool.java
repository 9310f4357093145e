package io.promptflow4j.core.model.provider.http;

import io.promptflow4j.core.model.provider.http.BrokenExchange.Kind;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Enough HTTP clients for the calls that are under way.
///
/// One JDK client keeps one HTTP/2 connection to a service and fails calls beyond that connection's
/// stream limit, so each client gets a number of permits below the usual limits and another client
/// is made when all permits are taken. Clients are made on first use, because the first costs some
/// hundred milliseconds.
final class ClientPool implements AutoCloseable {

  private static final int MOST_CLIENTS = 32;
  private static final int STREAMS_PER_CLIENT = 90;

  /// A client and the calls it may still take.
  record Slot(HttpClient client, Semaphore permits) {

    void release() {
      permits.release();
    }
  }

  private final HttpClient.Version version;
  private final int permitsPerClient;
  private final Duration connect;
  private final Optional<SSLContext> trust;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Slot> slots = new CopyOnWriteArrayList<>();
  private final ReentrantLock growing = new ReentrantLock();
  private final AtomicInteger turn = new AtomicInteger();

  /// @param encrypted whether the address is `https`: only then HTTP/2 is tried
  /// @param trust whose certificates count; those of the JVM if empty
  ClientPool(boolean encrypted, Duration connect, Optional<SSLContext> trust) {
    this.version = encrypted ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1;
    this.permitsPerClient = encrypted ? STREAMS_PER_CLIENT : Integer.MAX_VALUE;
    this.connect = connect;
    this.trust = trust;
  }

  /// Threads for what must not keep a caller waiting beyond its time.
  ExecutorService threads() {
    return threads;
  }

  /// Takes a permit; waits for one until `deadline` (as of [System#nanoTime]).
  Slot take(long deadline) throws InterruptedException {
    Slot free = free();
    if (free != null) {
      return free;
    }
    Slot fresh = grow();
    if (fresh != null) {
      return fresh;
    }
    Slot one = slots.get(Math.floorMod(turn.getAndIncrement(), slots.size()));
    if (!one.permits().tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      throw BrokenExchange.unsent(
          Kind.TIMEOUT, "was not called: too many calls were under way until the time was over");
    }
    return one;
  }

  private @Nullable Slot free() {
    for (Slot slot : slots) {
      if (slot.permits().tryAcquire()) {
        return slot;
      }
    }
    return null;
  }

  private @Nullable Slot grow() throws InterruptedException {
    growing.lockInterruptibly();
    try {
      Slot free = free();
      if (free != null || slots.size() >= MOST_CLIENTS) {
        return free;
      }
      var slot = new Slot(newClient(), new Semaphore(permitsPerClient));
      slot.permits().acquire();
      slots.add(slot);
      return slot;
    } finally {
      growing.unlock();
    }
  }

  private HttpClient newClient() {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(version)
            .connectTimeout(connect)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(threads);
    trust.ifPresent(client::sslContext);
    return client.build();
  }

  @Override
  public void close() {
    slots.forEach(slot -> slot.client().shutdownNow());
    threads.shutdownNow();
  }
}
