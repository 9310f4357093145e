package io.promptflow4j.server.deployment.monitor;

import io.promptflow4j.core.deployment.Deployment;
import io.promptflow4j.core.engine.FlowLoadException;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.graph.FlowOutput;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.evaluators.evaluation.EvaluatorException;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import io.promptflow4j.server.deployment.live.EndpointLog;
import io.promptflow4j.server.deployment.live.LiveDeployment;
import io.promptflow4j.server.deployment.live.LiveEndpoint;
import io.promptflow4j.server.deployment.live.LiveEndpoints;
import io.promptflow4j.server.deployment.measure.Measures;
import io.promptflow4j.server.deployment.witness.Answer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Watches all deployments that want it, each on a thread of its own from its first answer until it
/// is changed or gone. Thread-safe; hearing takes no time to speak of.
public final class Monitors implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final RunStore store;
  private final LiveEndpoints live;
  private final FlowSettings around;
  private final Evaluators evaluators;
  private final Optional<Measures> measures;
  private final EndpointLog log;
  private final InstantSource clock;
  private final ConcurrentMap<Name, Watch> watches = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private record Name(String endpoint, String deployment) {
    String flow() {
      return endpoint + "/" + deployment;
    }
  }

  /// @param around what this machine gives to the flows of evaluators
  /// @param measures shows what was seen, if anybody wants it
  public Monitors(
      RunStore store,
      LiveEndpoints live,
      FlowSettings around,
      Evaluators evaluators,
      Optional<Measures> measures,
      EndpointLog log,
      InstantSource clock) {
    this.store = store;
    this.live = live;
    this.around = around;
    this.evaluators = evaluators;
    this.measures = measures;
    this.log = log;
    this.clock = clock;
  }

  /// An answer of any endpoint.
  public void heard(Answer answer) {
    var name = new Name(answer.endpoint(), answer.deployment());
    Optional<LiveDeployment> found = running(name);
    if (found
        .map(LiveDeployment::deployment)
        .filter(one -> one.monitoring().isActive() && live.happens(one.monitoring().rate()))
        .isPresent()) {
      watch(name, found.get()).offer(answer);
    }
  }

  private Optional<LiveDeployment> running(Name name) {
    @Nullable LiveEndpoint endpoint = live.all().get(name.endpoint());
    return endpoint == null
        ? Optional.empty()
        : Optional.ofNullable(endpoint.running().get(name.deployment()));
  }

  private Watch watch(Name name, LiveDeployment now) {
    return watches.compute(
        name,
        (_, there) -> {
          if (there != null && there.deployment().equals(now.deployment())) {
            return there;
          }
          Deployment deployment = now.deployment();
          var signals = new Signals(measures, name.flow(), deployment.monitoring().window());
          var watch = new Watch(name.endpoint(), deployment, store.traffic(), signals, clock);
          threads.execute(() -> conduct(name, now, watch));
          return watch;
        });
  }

  private void conduct(Name name, LiveDeployment now, Watch watch) {
    try {
      prepare(name, now, watch);
      watch.run(() -> isCurrent(name, watch), PATIENCE, text -> tell(name, text));
    } catch (RunStoreException lost) {
      log.ofServer("a watch stopped, the store can't be used: " + lost.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      boolean _ = watches.remove(name, watch); // the next answer starts it again
      watch.close();
    }
  }

  private boolean isCurrent(Name name, Watch watch) {
    return running(name).filter(one -> one.deployment().equals(watch.deployment())).isPresent();
  }

  private void tell(Name name, String text) {
    log.of(name.endpoint(), Optional.of(name.deployment()), text);
  }

  /// What can't be used is told, and the rest is watched all the same.
  private void prepare(Name name, LiveDeployment now, Watch watch) {
    for (String evaluator : watch.deployment().monitoring().evaluators()) {
      try {
        watch.load(evaluator, evaluators, around);
      } catch (EvaluatorException | FlowLoadException broken) {
        tell(name, "evaluator '%s' can't be used: %s".formatted(evaluator, broken.getMessage()));
      }
    }
    if (watch.deployment().monitoring().approvedOn().isPresent()) {
      try {
        watch.compare(
            Approved.profiles(
                store.data(),
                watch.deployment().monitoring().approvedOn().get(),
                now.flow().graph().inputs().stream().map(FlowInput::name).toList(),
                now.flow().graph().outputs().stream().map(FlowOutput::name).toList()));
      } catch (Approved.Unusable unusable) {
        tell(name, "drift can't be measured: " + unusable.getMessage());
      }
    }
  }

  /// Ends all of them; they go on when the store is served again.
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
