package io.promptflow4j.core.model.connection;

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

  /// Whether the service wants an `api_key`.
  public boolean needsKey() {
    return type.needsKey(settings);
  }
}
