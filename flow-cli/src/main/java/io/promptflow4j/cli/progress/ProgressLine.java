package io.promptflow4j.cli.progress;

import io.promptflow4j.core.run.progress.BatchProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Where a run stands, in one line: `[=====> ] 45/100 12.3/s 2 failed 3.2k tokens 0:12 left`.
final class ProgressLine {

  private static final int BAR = 20;
  private static final int SHORT_BAR = 8;

  private ProgressLine() {}

  /// The line with a bar in front, in at most `width` characters if they can do: the bar goes
  /// first, then what is known least exactly.
  static String drawn(BatchProgress at, int width) {
    String told = told(at);
    String brief = String.join("  ", necessary(at));
    return Stream.of(
            bar(at, BAR) + " " + told,
            bar(at, SHORT_BAR) + " " + told,
            told,
            bar(at, SHORT_BAR) + " " + brief)
        .filter(line -> line.length() <= width)
        .findFirst()
        .orElse(brief.length() <= width ? brief : brief.substring(0, Math.max(0, width)));
  }

  private static String bar(BatchProgress at, int length) {
    long full = at.rows() == 0 ? length : Math.min(length, at.done() * length / at.rows());
    int done = (int) full;
    String tip = done < length ? ">" : "";
    return "[" + "=".repeat(done) + tip + " ".repeat(length - done - tip.length()) + "]";
  }

  /// The line without.
  static String told(BatchProgress at) {
    List<String> parts = necessary(at);
    var all = new ArrayList<String>();
    all.add(parts.getFirst());
    if (at.done() > at.before()) {
      all.add(rate(at.rate()));
    }
    spent(at, all);
    all.addAll(parts.subList(1, parts.size()));
    return String.join("  ", all);
  }

  /// How far it is, what went wrong, and when it ends.
  private static List<String> necessary(BatchProgress at) {
    var parts = new ArrayList<String>();
    parts.add("%d/%d rows".formatted(at.done(), at.rows()));
    if (at.failed() > 0) {
      parts.add(at.failed() + " failed");
    }
    if (at.done() < at.rows()) {
      at.timeLeft().map(left -> clock(left) + " left").ifPresent(parts::add);
    }
    return parts;
  }

  private static void spent(BatchProgress at, List<String> parts) {
    long tokens = at.totalUsage().total();
    if (tokens > 0) {
      parts.add(shortened(tokens) + " tokens");
    }
    at.bill().brief().ifPresent(parts::add);
    long own = at.recalled() - at.saved().calls();
    if (own > 0) {
      parts.add(shortened(own) + " recalled");
    }
    if (at.saved().calls() > 0) {
      parts.add(
          shortened(at.saved().calls())
              + " cached"
              + at.saved().bill().brief().map(" (%s saved)"::formatted).orElse(""));
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
