package io.promptflow4j.core.model.traffic;

import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.source.Digest;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// The [Traffic] of each connection, for all flows that share this. Thread-safe.
///
/// Two connections are the same if they have the same name, settings and secrets.
public final class SharedTraffic {

  private final LongSupplier nanoTime;
  private final Map<Key, Traffic> known = new ConcurrentHashMap<>();

  /// What makes a connection this one; of its secrets only a digest is kept.
  private record Key(
      String name, ConnectionType type, Map<String, String> settings, Optional<Digest> secrets) {

    static Key of(Connection connection) {
      var secrets = new TreeMap<String, String>();
      connection.secrets().forEach((field, secret) -> secrets.put(field, secret.reveal()));
      return new Key(
          connection.name(),
          connection.type(),
          Map.copyOf(connection.settings()),
          secrets.isEmpty() ? Optional.empty() : Optional.of(Digest.of(secrets.toString())));
    }
  }

  /// Nothing is known yet.
  public SharedTraffic() {
    this(System::nanoTime);
  }

  /// @param nanoTime the time, as [System#nanoTime] gives it
  public SharedTraffic(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// What the calls of `connection` share.
  ///
  /// @throws io.promptflow4j.core.model.ModelException with code `bad-connection` if one of its
  ///   limits can't be read
  public Traffic of(Connection connection) {
    CallLimits limits = CallLimits.of(connection);
    return known.computeIfAbsent(
        Key.of(connection), _ -> new Traffic(connection.name(), limits, nanoTime));
  }
}
