package io.promptflow4j.core.deployment.file;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A length of time as people write it: `30d`, `12h`, `90m`.
public final class Span {

  private static final Pattern FORM = Pattern.compile("(\\d{1,5})([mhdw])");
  private static final int DAYS_OF_A_WEEK = 7;

  private Span() {}

  /// Reads one.
  ///
  /// @throws IllegalArgumentException with the end of a sentence if it is none
  public static Duration read(String written) {
    Matcher parts = FORM.matcher(written.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no time such as 90m, 12h, 30d or 4w".formatted(written));
    }
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "w" -> Duration.ofDays(DAYS_OF_A_WEEK * number);
      default -> Duration.ofDays(number);
    };
  }
}
