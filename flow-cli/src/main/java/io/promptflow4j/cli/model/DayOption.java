package io.promptflow4j.cli.model;

import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.UsageFailure;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The day whose prices and statuses are meant.
final class DayOption {

  @Option(
      names = "--on",
      paramLabel = "DAY",
      description = "The day for prices and statuses, such as 2026-01-31; today if not said.")
  private @Nullable String day;

  /// As if it was not given.
  DayOption() {}

  /// @throws UsageFailure if it is no day
  LocalDate day() {
    if (day == null) {
      return LocalDate.now(ZoneId.systemDefault());
    }
    try {
      return LocalDate.parse(day);
    } catch (DateTimeException _) {
      throw new UsageFailure(
          "--on takes a day such as 2026-01-31, not '%s'".formatted(Printable.line(day)));
    }
  }
}
