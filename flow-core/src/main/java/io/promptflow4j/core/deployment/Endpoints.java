package io.promptflow4j.core.deployment;

import io.promptflow4j.core.deployment.EndpointChange.What;
import io.promptflow4j.core.source.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Keeps endpoints with their deployments, the versions of flows behind them, and every change.
/// Thread-safe, and used by several processes at once: a change is made on what the last one left.
public interface Endpoints {

  /// The number of the last change of any endpoint; 0 before the first. Cheap: whoever serves asks
  /// again and again.
  long lastChange();

  /// All, by name.
  List<Endpoint> list();

  Optional<Endpoint> find(String name);

  /// Adds an endpoint.
  ///
  /// @throws EndpointException if there is one of that name
  void create(Endpoint endpoint, String who);

  /// Changes an endpoint, as a whole and at once for everybody. `change` may be called again if
  /// somebody else changes it at the same time.
  ///
  /// @return what it is now
  /// @throws EndpointException if there is none, or whatever `change` throws
  Endpoint change(String name, Act act, UnaryOperator<Endpoint> change);

  /// Removes an endpoint; its history and the versions of its flows stay.
  ///
  /// @throws EndpointException if there is none
  void delete(String name, String who, Instant when);

  /// What was done to it, the newest first.
  List<EndpointChange> history(String name, int most);

  /// Keeps the list of a version's files, whose contents are kept already.
  void keep(FlowVersion version);

  Optional<FlowVersion> version(Digest digest);

  /// What goes with a change into the history.
  record Act(What what, String note, String who, Instant when) {}

  /// What is said of an endpoint that is not there.
  static EndpointException missing(String name) {
    return new EndpointException("no-such-endpoint", "there is no endpoint '%s'".formatted(name));
  }
}
