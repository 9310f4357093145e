package io.promptflow4j.core.run.batch;

import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.execution.cache.CacheSettings;
import io.promptflow4j.core.model.budget.Budget;
import io.promptflow4j.core.run.RunPlan;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How rows are run.
///
/// @param concurrency how many call models and tools at the same time at most
/// @param rowLimit how long one may take
/// @param runLimit how long all of them may take together
/// @param grace how long calls that are under way may take to end when the run is stopped, so that
///   what is paid is on record
/// @param budget how much the run may take, over all of its processes
/// @param cache which answers rows may take from others
public record BatchSettings(
    int concurrency,
    RunPlan.OnError onError,
    Duration rowLimit,
    Optional<Duration> runLimit,
    Duration grace,
    Optional<Budget> budget,
    CacheSettings cache) {

  /// The setting of a plan that says what the run may take.
  public static final String BUDGET = "budget";

  private static final Duration GRACE = Duration.ofSeconds(10);

  /// Without a cache.
  public BatchSettings(
      int concurrency,
      RunPlan.OnError onError,
      Duration rowLimit,
      Optional<Duration> runLimit,
      Duration grace,
      Optional<Budget> budget) {
    this(concurrency, onError, rowLimit, runLimit, grace, budget, CacheSettings.OFF);
  }

  /// What a plan says. Its settings `timeout` and `run_timeout` (seconds) win over the variables
  /// `PF_LINE_TIMEOUT_SEC` and `PF_BATCH_TIMEOUT_SEC`; without any, a row has ten minutes and the
  /// run no limit. `PF_WAIT_SECONDS_AFTER_CANCELLATION` is the grace, ten seconds if not set.
  public static BatchSettings of(RunPlan plan, Map<String, String> environment) {
    return new BatchSettings(
        plan.concurrency(),
        plan.onError(),
        seconds(plan.settings().get("timeout"))
            .or(() -> seconds(environment, "PF_LINE_TIMEOUT_SEC"))
            .orElse(RunRequest.DEFAULT_LIMIT),
        seconds(plan.settings().get("run_timeout"))
            .or(() -> seconds(environment, "PF_BATCH_TIMEOUT_SEC")),
        seconds(environment, "PF_WAIT_SECONDS_AFTER_CANCELLATION").orElse(GRACE),
        budget(plan.settings()),
        CacheSettings.of(plan.settings()).limitedBy(environment));
  }

  /// The same with another budget.
  public BatchSettings withBudget(Budget other) {
    return new BatchSettings(
        concurrency, onError, rowLimit, runLimit, grace, Optional.of(other), cache);
  }

  /// The same with another cache.
  public BatchSettings withCache(CacheSettings other) {
    return new BatchSettings(concurrency, onError, rowLimit, runLimit, grace, budget, other);
  }

  /// The setting `budget`.
  ///
  /// @throws IllegalArgumentException if it is none
  public static Optional<Budget> budget(Value.Mapping settings) {
    return switch (settings.get(BUDGET)) {
      case null -> Optional.empty();
      case Value.Text(String text) -> Optional.of(Budget.read(text));
      case Value number -> Optional.of(Budget.read(number.toString()));
    };
  }

  private static Optional<Duration> seconds(@Nullable Value setting) {
    return switch (setting) {
      case Value.Whole whole -> positive(whole.number().doubleValue());
      case Value.Decimal(double number) -> positive(number);
      case Value.Text(String text) -> number(text);
      case null, default -> Optional.empty();
    };
  }

  private static Optional<Duration> seconds(Map<String, String> environment, String name) {
    return number(environment.getOrDefault(name, ""));
  }

  private static Optional<Duration> number(String text) {
    return text.strip().matches("\\d{1,9}(\\.\\d{1,9})?")
        ? positive(Double.parseDouble(text.strip()))
        : Optional.empty();
  }

  private static Optional<Duration> positive(double seconds) {
    return seconds > 0 && seconds < 1e9
        ? Optional.of(Duration.ofMillis(Math.max(1, Math.round(seconds * 1_000))))
        : Optional.empty();
  }
}
