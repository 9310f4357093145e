package io.promptflow4j.cli.request;

import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.run.RunPlan.OnError;
import io.promptflow4j.core.run.compute.RunPlace;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which rows run, and how.
public final class RowOptions {

  /// What a row that fails means; the words are those of the command line.
  enum AfterFailure {
    SKIP,
    FAIL
  }

  @Option(
      names = "--on-error",
      paramLabel = "skip|fail",
      description = "After a row that fails: go on (skip, the default) or end the run (fail).")
  @Nullable AfterFailure onError;

  @Option(names = "--repeat", paramLabel = "N", description = "Run each row N times.")
  @Nullable Integer repeat;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "How many rows run at the same time at most (PF_WORKER_COUNT, or 128).")
  @Nullable Integer concurrency;

  @Option(names = "--first", paramLabel = "N", description = "Only the first N rows.")
  @Nullable Long first;

  @Option(names = "--sample", paramLabel = "N", description = "Only N rows, drawn by the seed.")
  @Nullable Integer sample;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "For --sample and --split; 0 if not said.")
  @Nullable Long seed;

  @Option(
      names = "--filter",
      paramLabel = "EXPRESSION",
      description = "Only rows for which it is true, such as \"label == 'Movie' and score > 3\".")
  @Nullable String filter;

  @Option(
      names = "--split",
      paramLabel = "PART=SHARE,…",
      description = "Cut the rows by chance, such as train=0.8,test=0.2.")
  @Nullable String split;

  @Option(names = "--part", paramLabel = "PART", description = "Which part of --split to run.")
  @Nullable String part;

  @Option(names = "--id", paramLabel = "COLUMN", description = "The column that tells rows apart.")
  @Nullable String id;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long a row may take (PF_LINE_TIMEOUT_SEC, or 600).")
  @Nullable Double timeout;

  @Option(
      names = "--run-timeout",
      paramLabel = "SECONDS",
      description = "How long all rows may take together (PF_BATCH_TIMEOUT_SEC, or no limit).")
  @Nullable Double runTimeout;

  @Option(
      names = "--compute",
      paramLabel = "NAME|MASTER",
      description = {
        "Where the rows run: a name of pf compute, or the address of a Spark master such as"
            + " spark://host:7077 or local[*]; in this process if not said, or local."
      })
  @Nullable String compute;

  private final boolean isOrderedBySeed;

  /// As if none of them was given.
  public RowOptions() {
    this(false);
  }

  private RowOptions(boolean isOrderedBySeed) {
    this.isOrderedBySeed = isOrderedBySeed;
  }

  /// For a verb that may take the rows in an order of its own, which the seed says.
  public static RowOptions orderedBySeed() {
    return new RowOptions(true);
  }

  /// 0 if nobody said it.
  public long seed() {
    return seed == null ? 0 : seed;
  }

  /// Draws so many rows, unless somebody said how many.
  public void sampleAtMost(int rows) {
    if (sample == null && first == null) {
      sample = rows;
    }
  }

  /// The run with what was said in place of what it says.
  ///
  /// @throws UsageFailure if an option makes no sense without another
  public RunSpec over(RunSpec spec) {
    check();
    RunSpec told = spec.withSettings(settings(spec.settings()));
    if (onError != null) {
      told =
          told.withOnError(
              switch (onError) {
                case SKIP -> OnError.SKIP;
                case FAIL -> OnError.FAIL;
              });
    }
    if (repeat != null) {
      told = told.withRepeats(repeat);
    }
    return concurrency == null ? told : told.withConcurrency(concurrency);
  }

  private void check() {
    if (part != null && split == null) {
      throw new UsageFailure("--part needs --split, such as --split train=0.8,test=0.2");
    }
    if (seed != null && sample == null && split == null && !isOrderedBySeed) {
      throw new UsageFailure("--seed needs --sample or --split");
    }
    if (repeat != null && repeat < 1) {
      throw new UsageFailure("--repeat is at least 1, not " + repeat);
    }
    if (concurrency != null && concurrency < 1) {
      throw new UsageFailure("--concurrency is at least 1, not " + concurrency);
    }
    if (isNoTime(timeout) || isNoTime(runTimeout)) {
      throw new UsageFailure("a time limit is more than 0 seconds");
    }
  }

  private static boolean isNoTime(@Nullable Double seconds) {
    return seconds != null && !(seconds > 0);
  }

  private Value.Mapping settings(Value.Mapping known) {
    var settings = new LinkedHashMap<>(known.entries());
    put(settings, "limit", first == null ? null : Value.of(first));
    put(settings, "sample", sample == null ? null : Value.of(sample));
    put(settings, "seed", seed == null ? null : Value.of(seed));
    put(settings, "filter", filter == null ? null : Value.of(filter));
    put(settings, "split", split == null ? null : Value.of(split));
    put(settings, "part", part == null ? null : Value.of(part));
    put(settings, "id", id == null ? null : Value.of(id));
    put(settings, "timeout", timeout == null ? null : Value.of(timeout));
    put(settings, RunPlace.SETTING, compute == null ? null : Value.of(compute));
    put(settings, "run_timeout", runTimeout == null ? null : Value.of(runTimeout));
    return new Value.Mapping(settings);
  }

  private static void put(Map<String, Value> settings, String name, @Nullable Value value) {
    if (value != null) {
      settings.put(name, value);
    }
  }
}
