package io.promptflow4j.cli.key;

import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.run.access.AccessKey;
import io.promptflow4j.core.run.access.AccessKeys;
import io.promptflow4j.core.source.Suggestion;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds keys and reads times as people write them.
final class StoredKeys {

  private static final Pattern SPAN = Pattern.compile("(\\d{1,5})([smhdw])");
  private static final String NEVER = "never";

  private StoredKeys() {}

  /// The key of that id or name.
  ///
  /// @throws CommandFailure if there is none, or several of that name; the message helps on
  static AccessKey find(AccessKeys keys, String written) {
    return keys.find(written)
        .orElseThrow(() ->
            new CommandFailure(
                "no-such-key",
                "there is no key '%s'%s"
                    .formatted(Printable.line(written), instead(keys, written))));
  }

  private static String instead(AccessKeys keys, String written) {
    List<String> names =
        keys.list().stream()
            .map(key -> key.grant().name())
            .filter(name -> !name.isEmpty())
            .toList();
    if (names.stream().filter(written::equals).count() > 1) {
      return "; several have that name, so say the id. See them with pf key list.";
    }
    return "." + Suggestion.didYouMean(written, names) + " See them with pf key list.";
  }

  /// When a key ends: after a time such as `90d`, on a day such as `2026-12-31`, or never.
  ///
  /// @throws UsageFailure if it is none of these, or over already
  static Optional<Instant> expiry(String option, String written, Instant now) {
    if (written.equals(NEVER)) {
      return Optional.empty();
    }
    Instant end =
        span(written)
            .map(now::plus)
            .or(() -> day(written))
            .orElseThrow(() -> wrong(option, written));
    if (!end.isAfter(now)) {
      throw new UsageFailure("%s %s is over already".formatted(option, Printable.line(written)));
    }
    return Optional.of(end);
  }

  /// A time such as `90d`, `12h`, `30m`, `0s`.
  static Optional<Duration> span(String written) {
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

  private static UsageFailure wrong(String option, String written) {
    return new UsageFailure(
        "%s takes a time such as 90d, 12h or 4w, a day such as 2026-12-31, or never; not '%s'"
            .formatted(option, Printable.line(written)));
  }
}
