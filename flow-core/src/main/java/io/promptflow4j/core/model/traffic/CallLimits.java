package io.promptflow4j.core.model.traffic;

import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.connection.Connection;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What the owner of a connection lets its calls do; empty where nothing was said.
///
/// @param requestsPerMinute how many calls may begin in a minute
/// @param tokensPerMinute how many tokens they may take in a minute
/// @param maxConcurrency how many may be under way at a time
/// @param maxRetries how often one may be tried again
/// @param firstByte how long the service may take until it begins to answer
/// @param hedgeAfter when a second, equal call is made beside one that is still unanswered
/// @param fallback what answers when this connection does not: `connection` or `connection/model`,
///   in this order
public record CallLimits(
    Optional<Integer> requestsPerMinute,
    Optional<Integer> tokensPerMinute,
    Optional<Integer> maxConcurrency,
    Optional<Integer> maxRetries,
    Optional<Duration> firstByte,
    Optional<Duration> hedgeAfter,
    List<String> fallback) {

  private static final int MANY = 1_000_000_000;

  public static final CallLimits NONE =
      new CallLimits(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of());

  public CallLimits {
    fallback = List.copyOf(fallback);
  }

  /// What the settings of `connection` say.
  ///
  /// @throws ModelException with code `bad-connection`, naming the field that can't be read
  public static CallLimits of(Connection connection) {
    return new CallLimits(
        whole(connection, "requests_per_minute", 1, MANY),
        whole(connection, "tokens_per_minute", 1, MANY),
        whole(connection, "max_concurrency", 1, MANY),
        whole(connection, "max_retries", 0, 100),
        seconds(connection, "first_byte_timeout"),
        seconds(connection, "hedge_after"),
        connection.setting("fallback").map(CallLimits::names).orElse(List.of()));
  }

  private static List<String> names(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  private static Optional<Integer> whole(Connection connection, String field, int least, int most) {
    Optional<String> text = connection.setting(field).map(String::strip);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return text.filter(number -> number.matches("\\d{1,10}"))
        .map(Long::parseLong)
        .filter(number -> number >= least && number <= most)
        .map(Math::toIntExact)
        .or(() -> {
          throw bad(connection, field, "a whole number from %d to %d".formatted(least, most));
        });
  }

  private static Optional<Duration> seconds(Connection connection, String field) {
    Optional<String> text = connection.setting(field).map(String::strip);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return text.filter(number -> number.matches("\\d{1,4}(\\.\\d{1,3})?"))
        .map(number -> Duration.ofMillis(Math.round(Double.parseDouble(number) * 1000)))
        .filter(time -> !time.isZero() && time.compareTo(Duration.ofHours(1)) <= 0)
        .or(() -> {
          throw bad(connection, field, "a number of seconds, at most 3600");
        });
  }

  private static ModelException bad(Connection connection, String field, String expected) {
    return new ModelException(
        "bad-connection",
        "connection '%s': %s has to be %s, but is '%s'"
            .formatted(connection.name(), field, expected, connection.setting(field).orElse("")),
        false);
  }
}
