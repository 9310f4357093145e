package io.promptflow4j.cli.serve;

import io.promptflow4j.cli.terminal.UsageFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How much a server takes.
final class LimitOptions {

  @Option(
      names = "--max-concurrency",
      paramLabel = "N",
      description = "Calls that run at a time; twice as many wait a moment. Default: 512.")
  @Nullable Integer concurrency;

  @Option(
      names = "--max-concurrency-per-key",
      paramLabel = "N",
      description = "Of these, calls with the same key. Default: as many.")
  @Nullable Integer concurrencyPerKey;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      description = "Connections at a time. Default: 1024.")
  @Nullable Integer connections;

  @Option(
      names = "--max-body-size",
      paramLabel = "MIB",
      description = "The largest body, in MiB, at most 16. Default: 1.")
  @Nullable Integer bodyMiB;

  @Option(
      names = "--drain-timeout",
      paramLabel = "SECONDS",
      description = "How long calls may take to end when the server is stopped. Default: 30.")
  @Nullable Integer drainSeconds;

  LimitOptions() {}

  /// @throws UsageFailure if a number is out of its bounds
  void check() {
    within("--max-concurrency", concurrency, 1, 100_000);
    within("--max-concurrency-per-key", concurrencyPerKey, 1, 100_000);
    within("--max-connections", connections, 1, 100_000);
    within("--max-body-size", bodyMiB, 1, 16);
    within("--drain-timeout", drainSeconds, 0, 3_600);
  }

  private static void within(String option, @Nullable Integer said, int least, int most) {
    if (said != null && (said < least || said > most)) {
      throw new UsageFailure("%s takes %d to %d, but got %d".formatted(option, least, most, said));
    }
  }
}
