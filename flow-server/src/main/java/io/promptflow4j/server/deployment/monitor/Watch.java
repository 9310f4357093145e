package io.promptflow4j.server.deployment.monitor;

import io.promptflow4j.core.deployment.Deployment;
import io.promptflow4j.core.deployment.traffic.LiveDrift;
import io.promptflow4j.core.deployment.traffic.LiveScore;
import io.promptflow4j.core.deployment.traffic.ServedTraffic;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import io.promptflow4j.evaluators.metric.Score;
import io.promptflow4j.evaluators.metric.drift.FieldProfile;
import io.promptflow4j.server.deployment.witness.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Watches the answers of one deployment. [#offer] may be called by any thread; all else is one
/// thread's.
final class Watch {

  private static final int MOST_WAITING = 64;
  private static final int LONGEST_WHY = 200;
  private static final String FLOW_INPUTS = "inputs.";

  private final String endpoint;
  private final Deployment deployment;
  private final ServedTraffic traffic;
  private final Signals signals;
  private final InstantSource clock;
  private final BlockingQueue<Answer> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final List<LiveEvaluator> evaluators = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final Map<String, DriftWindow> fields = new LinkedHashMap<>();

  /// @param signals shows what was seen as metrics
  Watch(
      String endpoint,
      Deployment deployment,
      ServedTraffic traffic,
      Signals signals,
      InstantSource clock) {
    this.endpoint = endpoint;
    this.deployment = deployment;
    this.traffic = traffic;
    this.signals = signals;
    this.clock = clock;
  }

  Deployment deployment() {
    return deployment;
  }

  /// An answer to look at; passed over if too many wait. Takes no time.
  void offer(Answer answer) {
    boolean _ = waiting.offer(answer);
  }

  /// Loads an evaluator; see [LiveEvaluator#of].
  void load(String reference, Evaluators all, FlowSettings around) {
    evaluators.add(LiveEvaluator.of(reference, deployment.monitoring().mapping(), all, around));
    names.add(reference);
    signals.begin(reference, earlier(reference));
  }

  /// What was seen of this version before, so that a server that was restarted goes on.
  private List<LiveScore> earlier(String reference) {
    return traffic
        .scores(endpoint, deployment.name(), deployment.monitoring().window())
        .reversed()
        .stream()
        .filter(one -> one.evaluator().equals(reference))
        .filter(one -> one.version().equals(deployment.version()))
        .toList();
  }

  /// Compares these fields from now on.
  void compare(Map<String, FieldProfile> profiles) {
    profiles.forEach((field, profile) ->
        fields.put(field, new DriftWindow(profile, deployment.monitoring().window())));
  }

  /// Looks at answers as they come, as long as `goesOn` says so.
  void run(BooleanSupplier goesOn, Duration patience, Consumer<String> log)
      throws InterruptedException {
    boolean isNew = false;
    while (goesOn.getAsBoolean()) {
      @Nullable Answer answer = waiting.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (answer != null) {
        look(answer);
        isNew = true;
      }
      if (isNew && waiting.isEmpty()) {
        measure(log);
        isNew = false;
      }
    }
  }

  private void look(Answer answer) {
    fields.forEach((field, window) -> {
      String name = field.substring(field.indexOf('.') + 1);
      if (field.startsWith(FLOW_INPUTS)) {
        window.add(value(answer.inputs(), name));
      } else if (answer.isComplete()) {
        window.add(value(answer.result().outputs(), name));
      }
    });
    if (answer.isComplete()) {
      var scores = new ArrayList<LiveScore>();
      for (int i = 0; i < evaluators.size(); i++) {
        String name = names.get(i);
        evaluators
            .get(i)
            .scores(answer)
            .forEach((score, said) -> scores.add(kept(answer, name, score, said)));
      }
      scores.forEach(signals::scored);
      traffic.keepScores(scores);
    }
  }

  private static Value value(Value.Mapping from, String name) {
    return from.entries().getOrDefault(name, Value.Null.NULL);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private LiveScore kept(Answer answer, String evaluator, String score, Score said) {
    return new LiveScore(
        endpoint,
        deployment.name(),
        deployment.version(),
        answer.id(),
        now(),
        evaluator,
        score,
        said instanceof Score.Scored(double points)
            ? OptionalDouble.of(points)
            : OptionalDouble.empty(),
        said instanceof Score.NotScored(String why)
            ? Optional.of(why.substring(0, Math.min(LONGEST_WHY, why.length())))
            : Optional.empty());
  }

  private void measure(Consumer<String> log) {
    var looks = new ArrayList<LiveDrift>();
    fields.forEach((field, window) ->
        window
            .index()
            .map(index ->
                new LiveDrift(
                    endpoint,
                    deployment.name(),
                    field,
                    deployment.version(),
                    now(),
                    window.size(),
                    index.index(),
                    index.noise()))
            .ifPresent(looks::add));
    traffic.keepDrift(looks);
    for (LiveDrift look : looks) {
      signals.drift(look).ifPresent(log);
    }
  }

  void close() {
    evaluators.forEach(LiveEvaluator::close);
    signals.close();
  }
}
