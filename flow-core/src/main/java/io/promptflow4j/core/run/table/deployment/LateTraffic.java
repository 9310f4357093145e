package io.promptflow4j.core.run.table.deployment;

import io.promptflow4j.core.deployment.traffic.CanaryPair;
import io.promptflow4j.core.deployment.traffic.Feedback;
import io.promptflow4j.core.deployment.traffic.LiveDrift;
import io.promptflow4j.core.deployment.traffic.LiveScore;
import io.promptflow4j.core.deployment.traffic.LogLine;
import io.promptflow4j.core.deployment.traffic.ServedRequest;
import io.promptflow4j.core.deployment.traffic.ServedTraffic;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What went through the endpoints of a store that is made when something is first written.
///
/// @param existing the store's own, if the store is there
/// @param made the store's own, after it was made
public record LateTraffic(Supplier<Optional<ServedTraffic>> existing, Supplier<ServedTraffic> made)
    implements ServedTraffic {

  @Override
  public void keep(List<ServedRequest> requests) {
    made.get().keep(requests);
  }

  @Override
  public Stream<ServedRequest> requests(Choice choice) {
    return existing.get().map(traffic -> traffic.requests(choice)).orElse(Stream.empty());
  }

  @Override
  public void keep(Feedback feedback) {
    made.get().keep(feedback);
  }

  @Override
  public List<Feedback> feedback(String endpoint) {
    return existing.get().map(traffic -> traffic.feedback(endpoint)).orElse(List.of());
  }

  @Override
  public void log(List<LogLine> lines) {
    made.get().log(lines);
  }

  @Override
  public List<LogLine> log(String endpoint, Optional<String> deployment, long after, int most) {
    return existing
        .get()
        .map(traffic -> traffic.log(endpoint, deployment, after, most))
        .orElse(List.of());
  }

  @Override
  public void keep(CanaryPair pair) {
    made.get().keep(pair);
  }

  @Override
  public List<CanaryPair> pairs(String endpoint, Instant begun, long after) {
    return existing.get().map(traffic -> traffic.pairs(endpoint, begun, after)).orElse(List.of());
  }

  @Override
  public List<ServedRequest> newest(Choice choice, int most) {
    return existing.get().map(traffic -> traffic.newest(choice, most)).orElse(List.of());
  }

  @Override
  public List<ServedRequest> named(String endpoint, String id) {
    return existing.get().map(traffic -> traffic.named(endpoint, id)).orElse(List.of());
  }

  @Override
  public Amount amount(String endpoint) {
    return existing
        .get()
        .map(traffic -> traffic.amount(endpoint))
        .orElseGet(() -> new Amount(0, 0, Optional.empty()));
  }

  @Override
  public void keepScores(List<LiveScore> scores) {
    made.get().keepScores(scores);
  }

  @Override
  public List<LiveScore> scores(String endpoint, String deployment, int most) {
    return existing
        .get()
        .map(traffic -> traffic.scores(endpoint, deployment, most))
        .orElse(List.of());
  }

  @Override
  public void keepDrift(List<LiveDrift> looks) {
    made.get().keepDrift(looks);
  }

  @Override
  public List<LiveDrift> drift(String endpoint) {
    return existing.get().map(traffic -> traffic.drift(endpoint)).orElse(List.of());
  }

  @Override
  public int forget(String endpoint, Forgetting what) {
    return existing.get().map(traffic -> traffic.forget(endpoint, what)).orElse(0);
  }
}
