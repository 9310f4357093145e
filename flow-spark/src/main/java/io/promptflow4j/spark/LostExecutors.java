package io.promptflow4j.spark;

import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/// Hears which executors come and go while a run is under way.
final class LostExecutors extends SparkListener {

  private final Consumer<String> log;
  private final ConcurrentSkipListSet<String> seen = new ConcurrentSkipListSet<>();
  private final List<String> lost = new CopyOnWriteArrayList<>();

  LostExecutors(Consumer<String> log) {
    this.log = log;
  }

  @Override
  public void onExecutorAdded(SparkListenerExecutorAdded added) {
    seen.add(added.executorId());
    log.accept(
        "Executor %s on %s works on the run."
            .formatted(added.executorId(), added.executorInfo().executorHost()));
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    lost.add(removed.executorId());
    log.accept(
        "Executor %s is gone (%s); its rows run elsewhere."
            .formatted(removed.executorId(), removed.reason().lines().findFirst().orElse("?")));
  }

  int seen() {
    return seen.size();
  }

  List<String> lost() {
    return lost;
  }
}
