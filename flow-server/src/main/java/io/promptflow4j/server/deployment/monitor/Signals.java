package io.promptflow4j.server.deployment.monitor;

import io.promptflow4j.core.deployment.traffic.LiveDrift;
import io.promptflow4j.core.deployment.traffic.LiveScore;
import io.promptflow4j.server.deployment.measure.Measures;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Shows what was seen of a deployment as metrics, and says when a field begins or ceases to drift.
/// One thread's.
final class Signals {

  private final Optional<Measures> measures;
  private final String flow;
  private final int window;
  private final Map<Name, Deque<Double>> newest = new HashMap<>();
  private final Set<String> drifting = new HashSet<>();

  private record Name(String evaluator, String score) {}

  /// @param flow as it stands in the labels: `ENDPOINT/DEPLOYMENT`
  Signals(Optional<Measures> measures, String flow, int window) {
    this.measures = measures;
    this.flow = flow;
    this.window = window;
  }

  /// Goes on with what was seen before, the oldest first.
  void begin(String evaluator, List<LiveScore> earlier) {
    earlier.stream()
        .filter(one -> one.evaluator().equals(evaluator))
        .forEach(one -> {
          if (one.points().isPresent()) {
            add(one, one.points().getAsDouble());
          }
        });
  }

  /// An answer was scored, or could not be.
  void scored(LiveScore score) {
    measures.ifPresent(known ->
        known.count(
            "evaluator.answers",
            "Answers of the live sample that evaluators looked at.",
            "flow",
            flow,
            "evaluator",
            label(score.evaluator()),
            "score",
            score.score(),
            "status",
            score.points().isPresent() ? "scored" : "unscored"));
    if (score.points().isPresent()) {
      add(score, score.points().getAsDouble());
    }
  }

  private void add(LiveScore score, double points) {
    Deque<Double> all =
        newest.computeIfAbsent(new Name(score.evaluator(), score.score()), _ -> new ArrayDeque<>());
    all.addLast(points);
    if (all.size() > window) {
      double _ = all.removeFirst();
    }
    double sum = 0;
    for (double one : all) {
      sum += one;
    }
    double mean = sum / all.size();
    measures.ifPresent(known ->
        known.level(
            "evaluator.score",
            "Mean score of the newest answers of the live sample.",
            mean,
            "flow",
            flow,
            "evaluator",
            label(score.evaluator()),
            "score",
            score.score()));
  }

  /// The folder of an evaluator is nobody's business; its name is.
  private static String label(String evaluator) {
    return evaluator.replaceFirst("^.*[/\\\\](?=[^/\\\\]+$)", "");
  }

  /// A field was compared; a sentence if it drifts now and did not before, or the other way.
  Optional<String> drift(LiveDrift look) {
    measures.ifPresent(known -> {
      known.level(
          "drift.index",
          "Population stability index of a field against the data the version was approved on.",
          look.distance(),
          "flow",
          flow,
          "field",
          look.field());
      known.level(
          "drift.noise",
          "What that index passes once in twenty times by chance.",
          look.noise(),
          "flow",
          flow,
          "field",
          look.field());
    });
    boolean changed = look.isDrifted() ? drifting.add(look.field()) : drifting.remove(look.field());
    return changed
        ? Optional.of(
            String.format(
                Locale.ROOT,
                look.isDrifted()
                    ? "%s has drifted from the data it was approved on: index %.2f, %.2f by chance"
                    : "%s is as in the data it was approved on again: index %.2f, %.2f by chance",
                look.field(),
                look.distance(),
                look.noise()))
        : Optional.empty();
  }

  /// Takes what it shows away: the deployment is gone, or another version.
  void close() {
    measures.ifPresent(known -> known.withdraw(flow));
  }
}
