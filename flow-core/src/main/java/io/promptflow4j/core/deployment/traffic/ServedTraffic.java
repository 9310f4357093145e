package io.promptflow4j.core.deployment.traffic;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

  /// Removes the requests, feedback and log of an endpoint from before a moment.
  ///
  /// @return how many requests are gone
  int forget(String endpoint, Instant before);

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
