package io.promptflow4j.server.deployment.witness;

import io.promptflow4j.core.deployment.Endpoint;
import io.promptflow4j.core.deployment.EndpointException;
import io.promptflow4j.core.deployment.Retention;
import io.promptflow4j.core.deployment.traffic.ServedTraffic.Forgetting;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Removes what endpoints don't want kept any longer, once a minute, on a thread of its own.
/// Several servers may do it at the same time.
public final class Retainer implements AutoCloseable {

  private static final Duration ROUND = Duration.ofMinutes(1);

  private final RunStore store;
  private final InstantSource clock;
  private final Consumer<String> log;
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("retention").factory());

  public Retainer(RunStore store, InstantSource clock, Consumer<String> log) {
    this.store = store;
    this.clock = clock;
    this.log = log;
    var _ =
        rounds.scheduleWithFixedDelay(
            this::round, ROUND.toMillis(), ROUND.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Removes what is due now.
  public void round() {
    try {
      for (Endpoint endpoint : store.endpoints().list()) {
        Retention rule = endpoint.settings().retention();
        if (rule.isLimited()) {
          int _ = store.traffic().forget(endpoint.name(), Forgetting.of(rule, clock.instant()));
        }
      }
    } catch (RunStoreException | EndpointException broken) {
      log.accept("old requests can't be removed: " + broken.getMessage());
    }
  }

  @Override
  public void close() {
    rounds.shutdownNow();
  }
}
