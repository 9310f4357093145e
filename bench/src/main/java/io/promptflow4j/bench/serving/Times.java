package io.promptflow4j.bench.serving;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;

/// How long calls took, from any number of threads.
final class Times {

  private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();

  void add(long duration) {
    nanos.add(duration);
  }

  int count() {
    return nanos.size();
  }

  /// `p50 1.3 ms, p90 …, p99 …, largest …`.
  @Override
  public String toString() {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    if (sorted.length == 0) {
      return "none";
    }
    return String.format(
        Locale.ROOT,
        "p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, largest %.1f ms",
        millis(sorted, 0.5),
        millis(sorted, 0.9),
        millis(sorted, 0.99),
        Arrays.stream(sorted).max().orElse(0) / 1e6);
  }

  private static double millis(long[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1L, (long) Math.ceil(sorted.length * share) - 1)]
        / 1e6;
  }
}
