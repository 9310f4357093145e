package io.promptflow4j.cli.progress;

import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Style;
import io.promptflow4j.core.run.RunEvent.Logged;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// A line of a run's log as people see it.
public final class LogLine {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private LogLine() {}

  public static String of(Logged line, Style style) {
    String time = TIME.format(line.time().atZone(ZoneId.systemDefault()));
    String level = "%-7s".formatted(line.level());
    String marked =
        switch (line.level()) {
          case "ERROR" -> style.red(level);
          case "WARNING" -> style.yellow(level);
          default -> style.faint(level);
        };
    return "%s %s %s".formatted(style.faint(time), marked, Printable.line(line.text()));
  }
}
