package io.promptflow4j.core.run.batch;

import io.promptflow4j.core.run.RunEvent.Logged;
import io.promptflow4j.core.run.journal.Durable;
import io.promptflow4j.core.run.progress.RunListener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// The log of a run. Lines are gathered and written together, before the listener hears of them.
/// Thread-safe.
final class RunLog {

  private static final int MOST_ALIKE = 1_000;

  private final Durable durable;
  private final RunListener listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<String> warned = new HashSet<>();
  private List<Logged> gathered = new ArrayList<>();
  private int failures;

  RunLog(Durable durable, RunListener listener) {
    this.durable = durable;
    this.listener = listener;
  }

  void info(String text) {
    add("INFO", text);
  }

  void error(String text) {
    add("ERROR", text);
  }

  /// A warning, once however often it comes.
  void warnOnce(String text) {
    lock.lock();
    try {
      if (warned.size() >= MOST_ALIKE || !warned.add(text)) {
        return;
      }
    } finally {
      lock.unlock();
    }
    add("WARNING", text);
  }

  /// A row that failed; the first thousand are told one by one.
  void failed(String text) {
    lock.lock();
    try {
      failures++;
      if (failures > MOST_ALIKE) {
        return;
      }
    } finally {
      lock.unlock();
    }
    error(text);
  }

  /// The number of rows at a time was changed.
  void limited(int rows) {
    info("The service has too much to do; %d rows run at a time now.".formatted(rows));
  }

  private void add(String level, String text) {
    lock.lock();
    try {
      gathered.add(new Logged(Instant.now(), level, text));
    } finally {
      lock.unlock();
    }
  }

  /// Writes what was gathered.
  void flush() {
    List<Logged> lines;
    lock.lock();
    try {
      lines = gathered;
      gathered = new ArrayList<>();
    } finally {
      lock.unlock();
    }
    if (!lines.isEmpty()) {
      durable.write(lines);
      listener.logged(lines);
    }
  }
}
