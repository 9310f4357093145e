package io.promptflow4j.core.run.access;

import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/// A key for programs and tables: everything but the key.
public final class KeyJson {

  private KeyJson() {}

  /// All that may be known of a key.
  public static Fields of(AccessKey key, Instant now) {
    return new Fields()
        .put("id", key.id())
        .put("name", key.grant().name())
        .put("role", key.grant().role().written())
        .put("endpoints", key.grant().endpoints().stream().map(Value::of).toList())
        .put("quota", key.grant().quota().toString())
        .put("state", state(key, now))
        .put("created_by", key.createdBy())
        .put("created", time(key.created()))
        .put("expires", time(key.grant().expires()))
        .put("revoked", time(key.revoked()))
        .put("last_used", time(key.lastUsed()));
  }

  /// What it is worth now: `active`, `expired` or `revoked`.
  public static String state(AccessKey key, Instant now) {
    return key.state(now).name().toLowerCase(Locale.ROOT);
  }

  /// A moment, if there is one, in seconds.
  public static Optional<String> time(Optional<Instant> when) {
    return when.map(KeyJson::time);
  }

  /// A moment in seconds.
  public static String time(Instant when) {
    return when.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
