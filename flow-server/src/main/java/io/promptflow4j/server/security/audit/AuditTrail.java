package io.promptflow4j.server.security.audit;

import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.access.AuditEntry;
import io.promptflow4j.core.run.access.AuditLog;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.server.security.Refusals;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Writes who was turned away into the audit log, a second's worth at a time. Thread-safe.
///
/// Nobody waits for it, and nobody can flood the log: what is alike within a second is one line
/// with a number, and of what is beyond some hundred lines only the number is written.
public final class AuditTrail implements Refusals, AutoCloseable {

  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final int MOST_WAITING = 2_000;
  private static final int MOST_LINES = 200;
  private static final int LONGEST = 200;

  private final AuditLog log;
  private final InstantSource clock;
  private final Consumer<String> failures;
  private final BlockingQueue<Refusal> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicLong lost = new AtomicLong();
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("serve-audit").factory());

  /// @param failures takes a line whenever the log can't be written
  public AuditTrail(AuditLog log, InstantSource clock, Consumer<String> failures) {
    this.log = log;
    this.clock = clock;
    this.failures = failures;
    var _ =
        rounds.scheduleWithFixedDelay(
            this::write, ROUND.toMillis(), ROUND.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void refused(Refusal refusal) {
    if (!waiting.offer(refusal)) {
      lost.incrementAndGet();
    }
  }

  /// What is alike: the first of its kind stands for all.
  private record Kind(String who, String source, String method, String path, String reason) {}

  private void write() {
    var taken = new ArrayList<Refusal>();
    waiting.drainTo(taken);
    var kinds = new LinkedHashMap<Kind, List<Refusal>>();
    for (Refusal one : taken) {
      var kind = new Kind(one.who(), one.source(), one.method(), one.path(), one.reason());
      kinds.computeIfAbsent(kind, _ -> new ArrayList<>()).add(one);
    }
    var entries = new ArrayList<AuditEntry>();
    long left = lost.getAndSet(0);
    for (Map.Entry<Kind, List<Refusal>> kind : kinds.entrySet()) {
      if (entries.size() < MOST_LINES) {
        entries.add(entry(kind.getValue().getFirst(), kind.getValue().size()));
      } else {
        left += kind.getValue().size();
      }
    }
    if (left > 0) {
      entries.add(unlisted(left));
    }
    append(entries);
  }

  private void append(List<AuditEntry> entries) {
    try {
      log.append(entries);
    } catch (RunStoreException broken) {
      failures.accept(
          "the audit log can't be written, %d lines of it are lost: %s"
              .formatted(entries.size(), broken.getMessage()));
    }
  }

  private AuditEntry entry(Refusal refusal, int number) {
    var detail =
        new Fields()
            .put("source", cut(refusal.source()))
            .put("status", refusal.status())
            .put("reason", cut(refusal.reason()));
    if (number > 1) {
      detail.put("times", number);
    }
    return new AuditEntry(
        clock.instant(),
        cut(refusal.who()),
        "access.refused",
        cut(refusal.method() + " " + refusal.path()),
        "refused",
        Optional.of(refusal.requestId()),
        detail.end());
  }

  private AuditEntry unlisted(long number) {
    return new AuditEntry(
        clock.instant(),
        "unknown",
        "access.refused",
        "more",
        "refused",
        Optional.empty(),
        new Fields().put("times", number).end());
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  /// Writes what is left.
  @Override
  public void close() {
    rounds.shutdown();
    try {
      boolean _ = rounds.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    write();
  }
}
