package io.promptflow4j.server.studio.runs;

import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.progress.RunListener;
import io.promptflow4j.server.studio.Workbench;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The runs that this server works on, each on a thread of its own. Closing stops them; they can be
/// resumed. Thread-safe.
public final class RunWork implements AutoCloseable {

  private final Workbench bench;
  private final Consumer<String> log;
  private final Map<RunName, Thread> threads = new ConcurrentHashMap<>();

  /// @param log takes a line for each run that could not be worked on
  public RunWork(Workbench bench, Consumer<String> log) {
    this.bench = bench;
    this.log = log;
  }

  /// Begins a run that was made, or goes on with one; returns at once.
  void begin(RunName name) {
    threads.computeIfAbsent(name, _ -> Thread.ofVirtual().unstarted(() -> work(name)));
    Thread thread = threads.get(name);
    if (thread != null && thread.getState() == Thread.State.NEW) {
      thread.start();
    }
  }

  boolean isAt(RunName name) {
    return threads.containsKey(name);
  }

  private void work(RunName name) {
    try {
      var _ = bench.runs().resume(name, RunListener.SILENT);
    } catch (RuntimeException problem) { // what went wrong in the run itself is in its record
      log.accept("run %s: %s".formatted(name, problem.getMessage()));
    } finally {
      threads.remove(name);
    }
  }

  @Override
  public void close() {
    threads.values().forEach(Thread::interrupt);
    for (Thread thread : threads.values()) {
      try {
        thread.join(Duration.ofSeconds(5));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
