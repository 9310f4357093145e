package io.promptflow4j.core.model.provider;

import io.promptflow4j.core.model.ServiceLoad;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.traffic.CallLimits;
import io.promptflow4j.core.model.traffic.SharedTraffic;
import io.promptflow4j.core.model.traffic.Traffic;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// How persistent calls to a model are.
///
/// @param retries how often a call that failed for a passing reason is tried again
/// @param connect how long it may take to reach a service
/// @param firstByte how long a service may take until it begins to answer
/// @param silence how long it may pause in the middle of its answer
/// @param maxBytes how much it may answer
/// @param load is told how the services bear the calls
/// @param traffic what the calls of one connection share; each [RetryLoop] has its own if empty
/// @param hedgeAfter when a second, equal call is made beside one without an answer; never if empty
/// @param hasFallback whether another connection stands in for this one: then there is no sense in
///   waiting long
public record CallPolicy(
    int retries,
    Duration connect,
    Duration firstByte,
    Duration silence,
    long maxBytes,
    Optional<ServiceLoad> load,
    Optional<Traffic> traffic,
    Optional<Duration> hedgeAfter,
    boolean hasFallback) {

  private static final long MIB = 1024 * 1024;
  private static final int RETRIES_BEFORE_FALLBACK = 2;
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(2);
  private static final Duration LONGEST_ASKED_BEFORE_FALLBACK = Duration.ofSeconds(5);

  public static final CallPolicy DEFAULT = new CallPolicy(5, Duration.ofMinutes(5));

  /// The usual limits, and nobody is told of the load.
  public CallPolicy(int retries, Duration firstByte) {
    this(
        retries,
        Duration.ofSeconds(10),
        firstByte,
        Duration.ofMinutes(1),
        64 * MIB,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  public CallPolicy withLoad(ServiceLoad other) {
    return new CallPolicy(
        retries,
        connect,
        firstByte,
        silence,
        maxBytes,
        Optional.of(other),
        traffic,
        hedgeAfter,
        hasFallback);
  }

  /// This for one connection, whose settings win, and whose calls share their [Traffic].
  ///
  /// @throws io.promptflow4j.core.model.ModelException with code `bad-connection` if a setting
  ///   can't be read
  public CallPolicy of(Connection connection) {
    return of(connection, new SharedTraffic());
  }

  /// As [#of(Connection)]; what its calls share is in `shared`.
  public CallPolicy of(Connection connection, SharedTraffic shared) {
    CallLimits limits = CallLimits.of(connection);
    boolean falls = !limits.fallback().isEmpty();
    return new CallPolicy(
        limits.maxRetries().orElse(falls ? Math.min(retries, RETRIES_BEFORE_FALLBACK) : retries),
        connect,
        limits.firstByte().orElse(firstByte),
        silence,
        maxBytes,
        load,
        Optional.of(shared.of(connection)),
        limits.hedgeAfter(),
        falls);
  }

  /// The longest wait that a service may ask for.
  Duration longestAsked() {
    return hasFallback ? LONGEST_ASKED_BEFORE_FALLBACK : LONGEST_ASKED;
  }

  /// The policy that `PF_MODEL_RETRIES` (0 to 100), `PF_MODEL_CONNECT_SEC` (1 to 600),
  /// `PF_MODEL_FIRST_BYTE_SEC` and `PF_MODEL_SILENCE_SEC` (1 to 3600) and `PF_MODEL_MAX_MIB` (1 to
  /// 1024) ask for; what is not such a number is ignored.
  public static CallPolicy from(Map<String, String> environment) {
    return new CallPolicy(
        number(environment, "PF_MODEL_RETRIES", 0, 100).orElse(DEFAULT.retries),
        seconds(environment, "PF_MODEL_CONNECT_SEC", 600).orElse(DEFAULT.connect),
        seconds(environment, "PF_MODEL_FIRST_BYTE_SEC", 3600).orElse(DEFAULT.firstByte),
        seconds(environment, "PF_MODEL_SILENCE_SEC", 3600).orElse(DEFAULT.silence),
        number(environment, "PF_MODEL_MAX_MIB", 1, 1024)
            .map(number -> number * MIB)
            .orElse(DEFAULT.maxBytes),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private static Optional<Duration> seconds(
      Map<String, String> environment, String name, int most) {
    return number(environment, name, 1, most).map(Duration::ofSeconds);
  }

  private static Optional<Integer> number(
      Map<String, String> environment, String name, int least, int most) {
    String text = environment.getOrDefault(name, "").strip();
    return text.matches("\\d{1,5}")
        ? Optional.of(Integer.parseInt(text)).filter(number -> number >= least && number <= most)
        : Optional.empty();
  }
}
