package io.promptflow4j.core.deployment.traffic;

import io.promptflow4j.core.deployment.Retention;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// Keeps what went through endpoints. Thread-safe.
public interface ServedTraffic {

  /// Keeps requests.
  void keep(List<ServedRequest> requests);

  /// Requests in the order in which they were kept. The stream holds a connection: close it.
  Stream<ServedRequest> requests(Choice choice);

  /// Keeps what a caller thinks.
  void keep(Feedback feedback);

  /// All feedback on an endpoint, the oldest first.
  List<Feedback> feedback(String endpoint);

  /// Keeps lines of the log.
  void log(List<LogLine> lines);

  /// Lines after the number `after`, the oldest first; if `most` are fewer than there are, the
  /// newest of them.
  List<LogLine> log(String endpoint, Optional<String> deployment, long after, int most);

  /// Keeps the scores of two answers.
  void keep(CanaryPair pair);

  /// The pairs of a canary after the number `after`, in order.
  List<CanaryPair> pairs(String endpoint, Instant begun, long after);

  /// The newest requests, the newest first.
  List<ServedRequest> newest(Choice choice, int most);

  /// The requests of that id, the newest first: callers may repeat ids, and mirrors share them.
  List<ServedRequest> named(String endpoint, String id);

  /// How much of an endpoint is kept.
  Amount amount(String endpoint);

  /// What is kept of an endpoint.
  ///
  /// @param oldest when the oldest request that is kept was asked
  record Amount(long requests, long feedback, Optional<Instant> oldest) {}

  /// Keeps what evaluators said of answers.
  void keepScores(List<LiveScore> scores);

  /// What evaluators said of the newest answers of a deployment, the newest first.
  ///
  /// @param most how many at most of each score of each evaluator
  List<LiveScore> scores(String endpoint, String deployment, int most);

  /// Keeps looks at fields, each in place of the last look at that field.
  void keepDrift(List<LiveDrift> looks);

  /// The last looks at the fields of all deployments, by deployment and field.
  List<LiveDrift> drift(String endpoint);

  /// Removes what went through an endpoint: its old requests, feedback and log.
  ///
  /// @return how many requests are gone
  int forget(String endpoint, Forgetting what);

  /// What is to go.
  ///
  /// @param before everything from before this moment
  /// @param stay all requests but so many, the newest
  /// @param who stands in the audit log; there is no line if it is nobody but a rule
  record Forgetting(Optional<Instant> before, OptionalInt stay, Optional<String> who) {

    /// What a rule says.
    public static Forgetting of(Retention rule, Instant now) {
      return new Forgetting(rule.age().map(now::minus), rule.requests(), Optional.empty());
    }

    /// The same, with somebody who said so.
    public Forgetting by(String who) {
      return new Forgetting(before, stay, Optional.of(who));
    }
  }

  /// Which requests are wanted.
  ///
  /// @param completedOnly without those that failed
  record Choice(
      String endpoint,
      Optional<String> deployment,
      Optional<ServedRequest.Role> role,
      Optional<Instant> since,
      boolean completedOnly) {

    /// All of an endpoint.
    public static Choice of(String endpoint) {
      return new Choice(endpoint, Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    public Choice withDeployment(Optional<String> wanted) {
      return new Choice(endpoint, wanted, role, since, completedOnly);
    }

    public Choice withRole(Optional<ServedRequest.Role> wanted) {
      return new Choice(endpoint, deployment, wanted, since, completedOnly);
    }

    public Choice withSince(Optional<Instant> moment) {
      return new Choice(endpoint, deployment, role, moment, completedOnly);
    }

    public Choice completed() {
      return new Choice(endpoint, deployment, role, since, true);
    }
  }
}
