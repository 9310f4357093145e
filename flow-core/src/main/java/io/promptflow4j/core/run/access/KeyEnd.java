package io.promptflow4j.core.run.access;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When keys end, as people write it: after a time, on a day, or never.
public final class KeyEnd {

  /// How long a key lasts if nobody says it.
  public static final String USUAL = "90d";

  private static final String NEVER = "never";
  private static final Pattern SPAN = Pattern.compile("(\\d{1,5})([smhdw])");

  private KeyEnd() {}

  /// After a time such as `90d`, on a day such as `2026-12-31`, or never, which is empty.
  ///
  /// @throws IllegalArgumentException with the end of a sentence if it is none of these, or over
  public static Optional<Instant> read(String written, Instant now) {
    if (written.equals(NEVER)) {
      return Optional.empty();
    }
    Instant end =
        span(written)
            .map(now::plus)
            .or(() -> day(written))
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "takes a time such as 90d, 12h or 4w, a day such as 2026-12-31, or never; not"
                        + " '%s'".formatted(written)));
    if (!end.isAfter(now)) {
      throw new IllegalArgumentException("%s is over already".formatted(written));
    }
    return Optional.of(end);
  }

  /// A time such as `90d`, `12h`, `30m`, `0s`.
  public static Optional<Duration> span(String written) {
    Matcher parts = SPAN.matcher(written);
    if (!parts.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(parts.group(1));
    return Optional.of(
        switch (parts.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          case "w" -> Duration.ofDays(7 * number);
          default -> Duration.ofDays(number);
        });
  }

  private static Optional<Instant> day(String written) {
    try {
      return Optional.of(LocalDate.parse(written).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
