package io.promptflow4j.core.model.provider;

import io.promptflow4j.core.model.ServiceLoad;
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
public record CallPolicy(
    int retries,
    Duration connect,
    Duration firstByte,
    Duration silence,
    long maxBytes,
    Optional<ServiceLoad> load) {

  private static final long MIB = 1024 * 1024;

  public static final CallPolicy DEFAULT = new CallPolicy(5, Duration.ofMinutes(5));

  /// The usual limits, and nobody is told of the load.
  public CallPolicy(int retries, Duration firstByte) {
    this(
        retries,
        Duration.ofSeconds(10),
        firstByte,
        Duration.ofMinutes(1),
        64 * MIB,
        Optional.empty());
  }

  public CallPolicy withLoad(ServiceLoad other) {
    return new CallPolicy(retries, connect, firstByte, silence, maxBytes, Optional.of(other));
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
        Optional.empty());
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
