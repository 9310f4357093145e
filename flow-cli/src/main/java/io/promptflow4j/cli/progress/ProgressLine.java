package io.promptflow4j.cli.progress;

import io.promptflow4j.core.run.progress.BatchProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Where a run stands, in one line: `[=====> ] 45/100 12.3/s 2 failed 3.2k tokens 0:12 left`.
final class ProgressLine {

  private static final int BAR = 20;

  private ProgressLine() {}

  /// The line with a bar in front.
  static String drawn(BatchProgress at) {
    return bar(at) + " " + told(at);
  }

  private static String bar(BatchProgress at) {
    long full = at.rows() == 0 ? BAR : Math.min(BAR, at.done() * BAR / at.rows());
    int done = (int) full;
    String tip = done < BAR ? ">" : "";
    return "[" + "=".repeat(done) + tip + " ".repeat(BAR - done - tip.length()) + "]";
  }

  /// The line without.
  static String told(BatchProgress at) {
    var parts = new ArrayList<String>();
    parts.add("%d/%d rows".formatted(at.done(), at.rows()));
    if (at.failed() > 0) {
      parts.add(at.failed() + " failed");
    }
    if (at.done() > at.before()) {
      parts.add(rate(at.rate()));
    }
    spent(at, parts);
    if (at.done() < at.rows()) {
      at.timeLeft().map(left -> clock(left) + " left").ifPresent(parts::add);
    }
    return String.join("  ", parts);
  }

  private static void spent(BatchProgress at, List<String> parts) {
    long tokens = at.totalUsage().total();
    if (tokens > 0) {
      parts.add(shortened(tokens) + " tokens");
    }
    if (at.recalled() > 0) {
      parts.add(shortened(at.recalled()) + " recalled");
    }
  }

  private static String rate(double rate) {
    String number = rate >= 100 ? "%.0f" : "%.1f";
    return String.format(Locale.ROOT, number + "/s", rate);
  }

  /// `950`, `3.2k`, `1.4M`
  static String shortened(long number) {
    if (number < 10_000) {
      return Long.toString(number);
    }
    return number < 1_000_000
        ? String.format(Locale.ROOT, "%.1fk", number / 1e3)
        : String.format(Locale.ROOT, "%.1fM", number / 1e6);
  }

  /// `0:07`, `12:30`, `3:00:00`
  static String clock(Duration time) {
    long seconds = time.plusMillis(999).toSeconds();
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
