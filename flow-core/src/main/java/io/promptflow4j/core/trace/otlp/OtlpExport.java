package io.promptflow4j.core.trace.otlp;

import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.trace.TraceParent;
import io.promptflow4j.core.trace.TraceSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Sends traces to a collector, in the background.
///
/// Lines hand their traces over and go on; a trace that finds the queue full is dropped and
/// counted. What goes wrong is told once, as a notice. Thread-safe.
public final class OtlpExport implements TraceSink, AutoCloseable {

  private static final int MOST_SPANS = 512;

  private final OtlpSettings settings;
  private final Consumer<String> notices;
  private final BlockingQueue<SpanWriter.Ended> waiting;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final AtomicLong dropped = new AtomicLong();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  private OtlpExport(OtlpSettings settings, Consumer<String> notices) {
    this.settings = settings;
    this.notices = notices;
    this.waiting = new ArrayBlockingQueue<>(settings.most());
  }

  /// What the `OTEL_…` variables ask for; empty if they ask for nothing. What they ask for in vain
  /// is a notice.
  public static Optional<OtlpExport> in(Map<String, String> environment, Consumer<String> notices) {
    try {
      return OtlpSettings.in(environment).map(settings -> new OtlpExport(settings, notices));
    } catch (IllegalArgumentException wrong) {
      notices.accept("traces are not sent: " + wrong.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void ended(
      Span trace, Optional<TraceParent> parent, int line, Map<String, String> failures) {
    if (!isSampled(parent)) {
      return;
    }
    if (!waiting.offer(new SpanWriter.Ended(trace, parent, line, failures))) {
      dropped.incrementAndGet();
    }
    if (begun.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("otlp-export").start(this::work);
    }
  }

  private boolean isSampled(Optional<TraceParent> parent) {
    return (settings.fromCaller() && parent.isPresent())
        ? parent.get().sampled()
        : (settings.ratio() >= 1 || ThreadLocalRandom.current().nextDouble() < settings.ratio());
  }

  private void work() {
    try (var collector = new Collector(settings, notices)) {
      boolean last = false;
      while (!last) {
        last = closing.await(settings.delay().toMillis(), TimeUnit.MILLISECONDS);
        send(collector);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the program ends
    } catch (RuntimeException | Error broken) { // a run must not hear of it otherwise
      notices.accept("traces are not sent any more: " + broken);
    } finally {
      closed.countDown();
    }
  }

  private void send(Collector collector) throws InterruptedException {
    List<SpanWriter.Ended> lines = new ArrayList<>();
    waiting.drainTo(lines);
    var writer = new SpanWriter(settings);
    for (SpanWriter.Ended line : lines) {
      writer.add(line);
      if (writer.count() >= MOST_SPANS) {
        collector.send(writer.end());
        writer = new SpanWriter(settings);
      }
    }
    if (writer.count() > 0) {
      collector.send(writer.end());
    }
  }

  /// Sends what waits, and waits for that no longer than one request may take.
  @Override
  public void close() {
    closing.countDown();
    try {
      if (begun.get() && !closed.await(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        notices.accept("not all traces could be sent to %s in time".formatted(settings.endpoint()));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    if (dropped.get() > 0) {
      notices.accept(
          "%d traces were dropped because %s takes them too slowly"
              .formatted(dropped.get(), settings.endpoint()));
    }
  }
}
