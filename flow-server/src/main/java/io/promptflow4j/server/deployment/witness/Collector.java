package io.promptflow4j.server.deployment.witness;

import io.promptflow4j.core.deployment.traffic.ServedRequest;
import io.promptflow4j.core.deployment.traffic.ServedTraffic;
import io.promptflow4j.core.run.RunStoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes requests to the store, many at once, on a thread of its own. What comes faster than the
/// disk takes it is not kept, but counted.
public final class Collector implements AutoCloseable {

  private static final int MOST_WAITING = 10_000;
  private static final int AT_ONCE = 500;
  private static final int PATIENCE_MS = 200;
  private static final long CLOSING_MS = 5_000;

  private final ServedTraffic traffic;
  private final Consumer<String> log;
  private final BlockingQueue<ServedRequest> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicLong added = new AtomicLong();
  private final AtomicLong settled = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final Thread writer;
  private volatile boolean closing;

  public Collector(ServedTraffic traffic, Consumer<String> log) {
    this.traffic = traffic;
    this.log = log;
    this.writer = Thread.ofVirtual().name("collector").start(this::work);
  }

  void add(ServedRequest request) {
    if (waiting.offer(request)) {
      added.incrementAndGet();
    } else {
      lose(1);
    }
  }

  private void lose(int number) {
    long before = lost.getAndAdd(number);
    if (before == 0) {
      log.accept("requests come faster than they can be kept; some are not kept");
    }
  }

  private void work() {
    var batch = new ArrayList<ServedRequest>();
    while (!closing || !waiting.isEmpty()) {
      try {
        @Nullable ServedRequest first = waiting.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          waiting.drainTo(batch, AT_ONCE - 1);
          keep(batch);
        }
      } catch (InterruptedException _) {
        closing = true;
      }
    }
  }

  private void keep(List<ServedRequest> batch) {
    try {
      traffic.keep(List.copyOf(batch));
    } catch (RunStoreException broken) {
      log.accept("requests can't be kept: " + broken.getMessage());
      lost.addAndGet(batch.size());
    } finally {
      settled.addAndGet(batch.size());
      batch.clear();
    }
  }

  /// How many requests were to be kept and are not.
  public long lost() {
    return lost.get();
  }

  /// Whether all requests so far are on disk or lost.
  public boolean isIdle() {
    return settled.get() >= added.get();
  }

  @Override
  public void close() {
    closing = true;
    try {
      boolean _ = writer.join(Duration.ofMillis(CLOSING_MS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
