package io.promptflow4j.core.run.table;

import io.promptflow4j.core.source.Digest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// Environment variables without secrets: where a name sounds like one, or a value is an address
/// with a password in it, the value's digest stands instead. It still tells whether two are equal.
final class Hushed {

  private static final String PREFIX = "sha256:";

  private static final Pattern SECRET_NAME =
      Pattern.compile("key|token|secret|passw|pwd|credential", Pattern.CASE_INSENSITIVE);

  private static final Pattern ADDRESS_WITH_PASSWORD = Pattern.compile("://[^/@\\s]*:[^/@\\s]+@");

  /// `${connection.field}` says where the secret is, not what it is.
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^{}]*}");

  private Hushed() {}

  static SequencedMap<String, String> environment(Map<String, String> environment) {
    var hushed = new LinkedHashMap<String, String>();
    environment.forEach((name, value) -> hushed.put(name, hush(name, value)));
    return hushed;
  }

  private static String hush(String name, String value) {
    boolean secret =
        SECRET_NAME.matcher(name).find() || ADDRESS_WITH_PASSWORD.matcher(value).find();
    if (!secret || value.isEmpty() || isHarmless(value)) {
      return value;
    }
    return PREFIX + Digest.of(value).hex();
  }

  private static boolean isHarmless(String value) {
    return REFERENCE.matcher(value).matches()
        || (value.startsWith(PREFIX) && value.length() == PREFIX.length() + 64);
  }
}
