package io.promptflow4j.server.security;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Counts wrong keys by where they come from: after ten within a minute, that source waits.
/// Thread-safe.
public final class WrongKeys {

  private static final int ALLOWED = 10;
  private static final long WINDOW = Duration.ofMinutes(1).toMillis();
  private static final int MOST_SOURCES = 10_000;

  private static final class Count {
    private long since;
    private int wrong;
  }

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<String, Count> sources = new LinkedHashMap<>();

  public WrongKeys(InstantSource clock) {
    this.clock = clock;
  }

  /// After how many seconds the source may try again; 0 if now.
  public int waitSeconds(String source) {
    lock.lock();
    try {
      Count count = sources.get(source);
      if (count == null || count.wrong < ALLOWED) {
        return 0;
      }
      long left = count.since + WINDOW - clock.millis();
      return left <= 0 ? 0 : (int) Math.ceilDiv(left, 1_000L);
    } finally {
      lock.unlock();
    }
  }

  /// Notes a wrong key.
  public void add(String source) {
    lock.lock();
    try {
      Count count = sources.computeIfAbsent(source, _ -> new Count());
      long now = clock.millis();
      if (now - count.since >= WINDOW) {
        count.since = now;
        count.wrong = 0;
      }
      count.wrong++;
      if (sources.size() > MOST_SOURCES) {
        sources.pollFirstEntry();
      }
    } finally {
      lock.unlock();
    }
  }
}
