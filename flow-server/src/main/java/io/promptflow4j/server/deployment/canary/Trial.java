package io.promptflow4j.server.deployment.canary;

import io.promptflow4j.core.deployment.Canary;
import io.promptflow4j.core.deployment.traffic.CanaryPair;
import io.promptflow4j.core.deployment.traffic.ServedTraffic;
import io.promptflow4j.evaluators.metric.Score;
import io.promptflow4j.evaluators.statistics.sequential.SequentialComparison;
import io.promptflow4j.evaluators.statistics.sequential.SequentialPlan;
import io.promptflow4j.evaluators.statistics.sequential.SequentialState;
import io.promptflow4j.server.deployment.witness.Answer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One canary while it runs: pairs an answer of each side, scores both, and tests.
///
/// The pairs are those in the store, in its order, whoever added them: a server that was restarted
/// goes on, and several servers share one trial. Answers are taken from the calls as they come;
/// what comes faster than it is scored is passed over, so that both sides of a pair are of about
/// the same time.
final class Trial {

  private static final int MOST_WAITING = 4;

  private final String endpoint;
  private final Canary canary;
  private final ServedTraffic traffic;
  private final SequentialComparison comparison;
  private final BlockingQueue<Answer> baseline = new ArrayBlockingQueue<>(MOST_WAITING);
  private final BlockingQueue<Answer> candidate = new ArrayBlockingQueue<>(MOST_WAITING);
  private long last;
  private int unscored;
  private String why = "";

  Trial(String endpoint, Canary canary, ServedTraffic traffic) {
    this.endpoint = endpoint;
    this.canary = canary;
    this.traffic = traffic;
    Canary.Rule rule = canary.rule();
    this.comparison =
        new SequentialComparison(
            SequentialPlan.of(rule.highest() - rule.lowest(), rule.margin())
                .withErrorRates(rule.alpha(), rule.missRate())
                .withMaxRows(rule.maxPairs()));
  }

  Canary canary() {
    return canary;
  }

  /// An answer of either side; others are passed over. Takes no time.
  void offer(Answer answer) {
    if (answer.deployment().equals(canary.baseline())) {
      offer(baseline, answer);
    } else if (answer.deployment().equals(canary.candidate())) {
      offer(candidate, answer);
    }
  }

  private static void offer(BlockingQueue<Answer> queue, Answer answer) {
    while (!queue.offer(answer)) {
      var _ = queue.poll();
    }
  }

  /// Waits for a pair and scores it; where things stand after it, if there was one in time.
  Optional<SequentialState> step(Judge judge, Duration patience) throws InterruptedException {
    @Nullable Answer ours = candidate.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (ours == null) {
      return Optional.empty();
    }
    @Nullable Answer other = baseline.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (other == null) {
      offer(candidate, ours);
      return Optional.empty();
    }
    record(other, judge.score(other), ours, judge.score(ours));
    return Optional.of(absorb());
  }

  private void record(Answer other, Score before, Answer ours, Score now) {
    if (before instanceof Score.Scored(double was) && now instanceof Score.Scored(double is)) {
      traffic.keep(new CanaryPair(0, endpoint, canary.begun(), other.id(), was, ours.id(), is));
      unscored = 0;
      return;
    }
    unscored++;
    Score missing = now instanceof Score.NotScored ? now : before;
    why = missing instanceof Score.NotScored(String reason) ? reason : "";
  }

  /// Takes in what the store has.
  SequentialState absorb() {
    SequentialState state = comparison.state();
    for (CanaryPair pair : traffic.pairs(endpoint, canary.begun(), last)) {
      last = pair.number();
      if (!state.finished()) {
        state = comparison.add(pair.difference());
      }
    }
    return state;
  }

  /// How many pairs in a row could not be scored.
  int unscored() {
    return unscored;
  }

  /// Why the last of these could not.
  String why() {
    return why;
  }
}
