package io.promptflow4j.core.model.connection;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// How one service is reached: plain settings and secrets under the field names of
/// [ConnectionType].
///
/// @param customType for a custom strong type connection, the Python class it stands for
///   (`module:Class`)
public record Connection(
    String name,
    ConnectionType type,
    SequencedMap<String, String> settings,
    SequencedMap<String, Secret> secrets,
    Optional<String> customType) {

  public Connection {
    settings = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(settings));
    secrets = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(secrets));
  }

  public Connection(
      String name, ConnectionType type, Map<String, String> settings, Map<String, Secret> secrets) {
    this(name, type, new LinkedHashMap<>(settings), new LinkedHashMap<>(secrets), Optional.empty());
  }

  /// A plain setting, its default if the type has one; empty if neither is there or it is blank.
  public Optional<String> setting(String field) {
    String set = settings.get(field);
    if (set != null && !set.isBlank()) {
      return Optional.of(set);
    }
    return Optional.ofNullable(type.defaults().get(field));
  }

  /// The plain settings that say which service this is, without those that only say how it is
  /// called.
  public SequencedMap<String, String> serviceSettings() {
    var which = new LinkedHashMap<>(settings);
    which.keySet().removeAll(type.callFields());
    return which;
  }

  public Optional<Secret> secret(String field) {
    return Optional.ofNullable(secrets.get(field)).filter(secret -> !secret.isBlank());
  }

  /// The text of an address field as an address without a slash at its end; empty if it is none
  /// that a service can be reached at, or says more than where.
  public static Optional<URI> address(String text) {
    try {
      URI address = URI.create(text.strip().replaceFirst("/+$", ""));
      boolean isPlace =
          address.getHost() != null
              && address.getRawUserInfo() == null
              && address.getRawQuery() == null
              && address.getRawFragment() == null
              && ("https".equals(address.getScheme()) || "http".equals(address.getScheme()));
      return isPlace ? Optional.of(address) : Optional.empty();
    } catch (IllegalArgumentException _) { // its message would repeat a password that stands there
      return Optional.empty();
    }
  }

  /// Whether the service wants an `api_key`.
  public boolean needsKey() {
    return type.needsKey(settings);
  }
}
