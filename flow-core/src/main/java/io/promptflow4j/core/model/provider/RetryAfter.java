package io.promptflow4j.core.model.provider;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;

/// Reads how long a service asks its callers to wait: `retry-after-ms`, `Retry-After` in seconds or
/// as a date. What makes no sense is no answer.
public final class RetryAfter {

  private RetryAfter() {}

  /// The wait that a reply's headers ask for.
  ///
  /// @param header gives a reply's header by its name
  /// @param clock for dates
  public static Optional<Duration> read(
      Function<String, Optional<String>> header, InstantSource clock) {
    return header
        .apply("retry-after-ms")
        .flatMap(text -> seconds(text, 1_000))
        .or(() -> header.apply("retry-after").flatMap(text -> read(text.strip(), clock)));
  }

  private static Optional<Duration> read(String text, InstantSource clock) {
    Optional<Duration> seconds = seconds(text, 1);
    if (seconds.isPresent()) {
      return seconds;
    }
    try {
      var date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(clock.instant(), date.toInstant());
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> seconds(String text, double perSecond) {
    return text.strip().matches("\\d{1,9}(\\.\\d{1,9})?")
        ? Optional.of(Duration.ofMillis(Math.round(Double.parseDouble(text) * 1_000 / perSecond)))
        : Optional.empty();
  }
}
