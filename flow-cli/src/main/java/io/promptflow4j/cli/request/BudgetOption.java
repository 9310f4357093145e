package io.promptflow4j.cli.request;

import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.model.budget.Budget;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How much a run may take.
public final class BudgetOption {

  @Option(
      names = "--budget",
      paramLabel = "AMOUNT",
      description = {
        "Stop before the run takes more, such as '5 USD', '200 calls', '1.5M tokens', or several"
            + " with commas. A run that was stopped can go on with a larger one."
      })
  private @Nullable String budget;

  /// As if it was not given.
  public BudgetOption() {}

  /// The budget that was given.
  ///
  /// @throws UsageFailure if it is none
  public Optional<Budget> read() {
    try {
      return Optional.ofNullable(budget).map(Budget::read);
    } catch (IllegalArgumentException none) {
      throw new UsageFailure("--budget: " + none.getMessage());
    }
  }

  /// The run with this budget in place of its own, if one was given.
  ///
  /// @throws UsageFailure if it is none
  public RunSpec over(RunSpec spec) {
    Optional<Budget> given = read();
    if (given.isEmpty()) {
      return spec;
    }
    var settings = new LinkedHashMap<>(spec.settings().entries());
    settings.put("budget", Value.of(given.get().toString()));
    return spec.withSettings(new Value.Mapping(settings));
  }
}
