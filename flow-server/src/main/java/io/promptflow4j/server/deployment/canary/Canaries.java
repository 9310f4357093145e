package io.promptflow4j.server.deployment.canary;

import io.promptflow4j.core.deployment.Canary;
import io.promptflow4j.core.deployment.Canary.Outcome;
import io.promptflow4j.core.deployment.Canary.Verdict;
import io.promptflow4j.core.deployment.Endpoint;
import io.promptflow4j.core.deployment.EndpointChange.What;
import io.promptflow4j.core.deployment.EndpointException;
import io.promptflow4j.core.deployment.Endpoints;
import io.promptflow4j.core.deployment.Split;
import io.promptflow4j.core.engine.FlowLoadException;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.evaluators.evaluation.EvaluatorException;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import io.promptflow4j.evaluators.statistics.sequential.SequentialState;
import io.promptflow4j.server.deployment.live.EndpointLog;
import io.promptflow4j.server.deployment.live.LiveEndpoint;
import io.promptflow4j.server.deployment.live.LiveEndpoints;
import io.promptflow4j.server.deployment.witness.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Runs the canaries of all endpoints, each on a thread of its own from its first answer to its
/// verdict, and does what the verdict says.
public final class Canaries implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final int MOST_UNSCORED = 20;
  private static final String WHO = "canary";

  private final RunStore store;
  private final LiveEndpoints live;
  private final FlowSettings around;
  private final Evaluators evaluators;
  private final EndpointLog log;
  private final InstantSource clock;
  private final ConcurrentMap<String, Trial> trials = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// @param around what this machine gives to the flows of evaluators
  public Canaries(
      RunStore store,
      LiveEndpoints live,
      FlowSettings around,
      Evaluators evaluators,
      EndpointLog log,
      InstantSource clock) {
    this.store = store;
    this.live = live;
    this.around = around;
    this.evaluators = evaluators;
    this.log = log;
    this.clock = clock;
  }

  /// An answer of any endpoint.
  public void heard(Answer answer) {
    running(answer.endpoint()).ifPresent(canary -> trial(answer.endpoint(), canary).offer(answer));
  }

  private Optional<Canary> running(String endpoint) {
    LiveEndpoint found = live.all().get(endpoint);
    return found == null ? Optional.empty() : found.endpoint().canary().filter(Canary::isRunning);
  }

  private Trial trial(String endpoint, Canary canary) {
    return trials.compute(
        endpoint,
        (_, there) -> {
          if (there != null && there.canary().begun().equals(canary.begun())) {
            return there;
          }
          var trial = new Trial(endpoint, canary, store.traffic());
          threads.execute(() -> conduct(endpoint, trial));
          return trial;
        });
  }

  private void conduct(String endpoint, Trial trial) {
    Canary canary = trial.canary();
    Optional<String> about = Optional.of(canary.candidate());
    try (Judge judge = Judge.of(canary, evaluators, around)) {
      log.of(
          endpoint,
          about,
          "canary against %s is scored with %s".formatted(canary.baseline(), canary.evaluator()));
      SequentialState state = trial.absorb();
      int told = state.rows();
      while (!state.finished() && isCurrent(endpoint, canary)) {
        state = trial.step(judge, PATIENCE).orElse(state);
        if (trial.unscored() >= MOST_UNSCORED) {
          conclude(endpoint, canary, Outcome.CANCELED, "no scores: " + trial.why(), state);
          return;
        }
        if (state.rows() >= 2 * Math.max(told, 5)) {
          told = state.rows();
          log.of(endpoint, about, "canary: " + text(state));
        }
      }
      if (state.finished()) {
        conclude(endpoint, canary, outcome(state), text(state), state);
      }
    } catch (EvaluatorException | FlowLoadException broken) {
      conclude(
          endpoint,
          canary,
          Outcome.CANCELED,
          "the evaluator can't be used: " + broken.getMessage(),
          new Trial(endpoint, canary, store.traffic()).absorb());
    } catch (RunStoreException lost) {
      log.ofServer("a canary stopped, the store can't be used: " + lost.getMessage());
      trials.remove(endpoint, trial); // the next answer starts it again
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isCurrent(String endpoint, Canary canary) {
    return running(endpoint).filter(now -> now.begun().equals(canary.begun())).isPresent();
  }

  private static Outcome outcome(SequentialState state) {
    return switch (state.decision()) {
      case BETTER, EQUIVALENT -> Outcome.PROMOTED;
      case WORSE -> Outcome.ROLLED_BACK;
      case UNDECIDED -> Outcome.UNDECIDED;
    };
  }

  private static String text(SequentialState state) {
    return String.format(
        Locale.ROOT,
        "%s after %d pairs; the score differs by %.3f (%.3f to %.3f)",
        switch (state.decision()) {
          case BETTER -> "better";
          case WORSE -> "worse";
          case EQUIVALENT -> "no different by the margin";
          case UNDECIDED -> "undecided";
        },
        state.rows(),
        state.mean(),
        state.interval().low(),
        state.interval().high());
  }

  private void conclude(
      String endpoint, Canary canary, Outcome outcome, String reason, SequentialState state) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var verdict =
        new Verdict(
            outcome,
            reason,
            state.rows(),
            state.mean(),
            state.interval().low(),
            state.interval().high(),
            now);
    var act =
        new Endpoints.Act(
            What.CANARY_ENDED, "%s: %s".formatted(outcome.written(), reason), WHO, now);
    try {
      Endpoint after =
          store.endpoints().change(endpoint, act, before -> decided(before, canary, verdict));
      live.follow();
      log.of(
          endpoint,
          Optional.of(canary.candidate()),
          "canary ended, %s: %s; traffic is %s"
              .formatted(outcome.written(), reason, Split.write(after.traffic())));
    } catch (EndpointException gone) {
      log.of(endpoint, Optional.empty(), "the canary has no effect: " + gone.getMessage());
    }
  }

  /// What is done: nothing to a trial that is not the one there is, or whose split somebody else
  /// has changed.
  private static Endpoint decided(Endpoint before, Canary canary, Verdict verdict) {
    boolean isSame =
        before
            .canary()
            .filter(now -> now.isRunning() && now.begun().equals(canary.begun()))
            .isPresent();
    if (!isSame) {
      return before;
    }
    boolean isTouched =
        !before.traffic().containsKey(canary.candidate())
            || !before.traffic().containsKey(canary.baseline());
    if (isTouched) {
      var left =
          new Verdict(
              Outcome.CANCELED,
              "somebody changed the split; it would have been: " + verdict.reason(),
              verdict.pairs(),
              verdict.difference(),
              verdict.low(),
              verdict.high(),
              verdict.when());
      return before.withCanary(canary.withVerdict(left));
    }
    Endpoint with = before.withCanary(canary.withVerdict(verdict));
    return switch (verdict.outcome()) {
      case PROMOTED -> with.withTraffic(Split.all(canary.candidate()));
      case ROLLED_BACK, UNDECIDED, CANCELED -> with.withTraffic(canary.before());
    };
  }

  /// Ends all of them; they go on when the store is served again.
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
