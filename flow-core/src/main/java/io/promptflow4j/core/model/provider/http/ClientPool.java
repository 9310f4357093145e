package io.promptflow4j.core.model.provider.http;

import io.promptflow4j.core.model.provider.http.BrokenExchange.Kind;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Enough HTTP clients for the calls that are under way.
///
/// One JDK client keeps one HTTP/2 connection to a service and fails calls beyond that connection's
/// stream limit, so each client gets a number of permits below the usual limits and another client
/// is made when there are more calls than permits. Clients are made on first use, because the first
/// costs some hundred milliseconds.
///
/// As long as a client has no connection it opens one for every call, so it gets one call until it
/// should have one: when that call is being sent or has ended, or a moment has passed. A client
/// that was not used for a while has lost its connection.
final class ClientPool implements AutoCloseable {

  private static final int MOST_CLIENTS = 32;
  private static final int STREAMS_PER_CLIENT = 90;
  private static final int CALLS_AT_FIRST = 1;
  private static final Duration MOMENT = Duration.ofSeconds(2);

  /// The JDK's client closes connections that were idle for thirty seconds.
  private static final long KEPT = Duration.ofSeconds(25).toNanos();

  /// Bound while a platform thread begins a call: what the client then gives to its executor is
  /// done on that thread, as `HttpClient.send` has it, instead of on one more.
  private static final ScopedValue<Boolean> BEGINNING = ScopedValue.newInstance();

  /// A client and the calls it may still take; its numbers belong to the pool's lock.
  final class Slot {

    private final HttpClient client;
    private final boolean alwaysSettled;
    private volatile boolean settled;
    private long settledBy;
    private long lastUsed = System.nanoTime();
    private int capacity;
    private int free;

    private Slot(HttpClient client, boolean settled) {
      this.client = client;
      this.settled = settled;
      this.alwaysSettled = settled;
      this.settledBy = System.nanoTime() + moment.toNanos();
      this.capacity = permitsPerClient;
      this.free = settled ? permitsPerClient : CALLS_AT_FIRST;
    }

    HttpClient client() {
      return client;
    }

    /// Begins a call.
    <T> CompletableFuture<HttpResponse<T>> send(
        HttpRequest request, HttpResponse.BodyHandler<T> handler) {
      return Thread.currentThread().isVirtual()
          ? client.sendAsync(request, handler)
          : ScopedValue.where(BEGINNING, true).call(() -> client.sendAsync(request, handler));
    }

    /// The client has a connection.
    void connected() {
      if (!settled) {
        lock.lock();
        try {
          settle();
        } finally {
          lock.unlock();
        }
      }
    }

    /// The call is over.
    void release() {
      left(this, true);
    }

    /// The call found that the client can't take it, and that it may take one call less.
    void shrink() {
      left(this, false);
    }

    private void settle() {
      if (!settled) {
        settled = true;
        free += capacity - CALLS_AT_FIRST;
        changed.signalAll();
      }
    }

    private boolean isFree() {
      long now = System.nanoTime();
      if (!settled && now - settledBy >= 0) {
        settle();
      } else if (settled && !alwaysSettled && free == capacity && now - lastUsed > KEPT) {
        settled = false;
        settledBy = now + moment.toNanos();
        free -= capacity - CALLS_AT_FIRST;
      }
      lastUsed = free > 0 ? now : lastUsed;
      return free > 0;
    }
  }

  private final boolean encrypted;
  private final int permitsPerClient;
  private final Duration connect;
  private final Optional<SSLContext> trust;
  private final Duration moment;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Slot> slots = new ArrayList<>();
  private long calls;

  /// @param encrypted whether the address is `https`: only then HTTP/2 is tried
  /// @param trust whose certificates count; those of the JVM if empty
  ClientPool(boolean encrypted, Duration connect, Optional<SSLContext> trust) {
    this(encrypted, connect, trust, MOMENT);
  }

  ClientPool(boolean encrypted, Duration connect, Optional<SSLContext> trust, Duration moment) {
    this.encrypted = encrypted;
    this.permitsPerClient = encrypted ? STREAMS_PER_CLIENT : Integer.MAX_VALUE;
    this.connect = connect;
    this.trust = trust;
    this.moment = moment;
  }

  /// Threads for what must not keep a caller waiting beyond its time.
  ExecutorService threads() {
    return threads;
  }

  /// Takes a permit; waits for one until `deadline` (as of [System#nanoTime]).
  Slot take(long deadline) throws InterruptedException {
    lock.lockInterruptibly();
    calls++;
    boolean taken = false;
    try {
      Slot slot = free();
      while (slot == null) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw BrokenExchange.unsent(
              Kind.TIMEOUT,
              "was not called: too many calls were under way until the time was over");
        }
        if (slots.size() < MOST_CLIENTS && calls > capacity()) {
          slots.add(new Slot(newClient(), !encrypted));
        } else {
          long _ = changed.awaitNanos(Math.min(left, moment.toNanos()));
        }
        slot = free();
      }
      slot.free--;
      taken = true;
      return slot;
    } finally {
      calls -= taken ? 0 : 1;
      lock.unlock();
    }
  }

  private @Nullable Slot free() {
    for (Slot slot : slots) {
      if (slot.isFree()) {
        return slot;
      }
    }
    return null;
  }

  private long capacity() {
    long all = 0;
    for (Slot slot : slots) {
      all += slot.capacity;
    }
    return all;
  }

  private void left(Slot slot, boolean fits) {
    lock.lock();
    try {
      calls--;
      slot.settle();
      if (fits) {
        slot.free++;
        slot.lastUsed = System.nanoTime();
      } else {
        slot.capacity--;
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Does what the client wants done. Only its selector must not be kept from other calls, and that
  /// is no virtual thread: one that serves a call goes on with it, as `HttpClient.send` has it.
  private void run(Runnable task) {
    if (Thread.currentThread().isVirtual() || BEGINNING.isBound()) {
      task.run();
    } else {
      threads.execute(task);
    }
  }

  private HttpClient newClient() {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(encrypted ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
            .connectTimeout(connect)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(this::run);
    trust.ifPresent(client::sslContext);
    return client.build();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      slots.forEach(slot -> slot.client.shutdownNow());
    } finally {
      lock.unlock();
    }
    threads.shutdownNow();
  }
}
