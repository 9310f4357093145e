package io.promptflow4j.core.model.provider;

import io.promptflow4j.core.model.ServiceLoad;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// How persistent calls to a model are.
///
/// @param retries how often a call that failed for a passing reason is tried again
/// @param firstByte how long a service may take until it begins to answer
/// @param load is told how the services bear the calls
public record CallPolicy(int retries, Duration firstByte, Optional<ServiceLoad> load) {

  public static final CallPolicy DEFAULT = new CallPolicy(5, Duration.ofMinutes(5));

  /// Nobody is told of the load.
  public CallPolicy(int retries, Duration firstByte) {
    this(retries, firstByte, Optional.empty());
  }

  public CallPolicy withLoad(ServiceLoad other) {
    return new CallPolicy(retries, firstByte, Optional.of(other));
  }

  /// The policy that `PF_MODEL_RETRIES` (0 to 100) and `PF_MODEL_FIRST_BYTE_SEC` (1 to 3600) ask
  /// for; what is not such a number is ignored.
  public static CallPolicy from(Map<String, String> environment) {
    return new CallPolicy(
        number(environment, "PF_MODEL_RETRIES", 0, 100).orElse(DEFAULT.retries),
        number(environment, "PF_MODEL_FIRST_BYTE_SEC", 1, 3600)
            .map(Duration::ofSeconds)
            .orElse(DEFAULT.firstByte));
  }

  private static Optional<Integer> number(
      Map<String, String> environment, String name, int least, int most) {
    String text = environment.getOrDefault(name, "").strip();
    return text.matches("\\d{1,5}")
        ? Optional.of(Integer.parseInt(text)).filter(number -> number >= least && number <= most)
        : Optional.empty();
  }
}
