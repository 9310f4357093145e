package io.promptflow4j.core.model.connection;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/// Every secret that a loaded flow has come to know: those of the connections that were asked for,
/// and the values of variables that hold keys by their name. Thread-safe.
public final class KnownSecrets {

  private static final Pattern HOLDS_A_SECRET =
      Pattern.compile(
          "(?i)(?:(?:.*_)?KEY|.*(?:APIKEY|TOKEN|SECRET|PASSWORD|PASSWD|CONNECTION_STRING))");

  /// A shorter value of a variable is hardly a key.
  private static final int SHORTEST_IN_VARIABLE = 8;

  private final ReentrantLock lock = new ReentrantLock();
  private final Set<String> secrets = new LinkedHashSet<>();
  private volatile Redaction redaction;

  /// @param environment what the flow's tools can see
  public KnownSecrets(Map<String, String> environment) {
    environment.forEach((name, value) -> {
      if (HOLDS_A_SECRET.matcher(name).matches() && value.length() >= SHORTEST_IN_VARIABLE) {
        secrets.add(value);
      }
    });
    redaction = Redaction.ofSecrets(secrets);
  }

  /// Notes the secrets of a connection.
  public void add(Connection connection) {
    lock.lock();
    try {
      boolean more = false;
      for (Secret secret : connection.secrets().values()) {
        more |= secrets.add(secret.reveal());
      }
      if (more) {
        redaction = Redaction.ofSecrets(secrets);
      }
    } finally {
      lock.unlock();
    }
  }

  /// What takes those that are known by now out of texts.
  public Redaction redaction() {
    return redaction;
  }
}
