package io.promptflow4j.cli.request;

import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.run.RunName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which run a verb is about: `--name NAME`, or just `NAME`.
public final class RunNameOption {

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "The run's name.")
  @Nullable String option;

  @Parameters(arity = "0..1", paramLabel = "NAME", hidden = true)
  @Nullable String positional;

  /// As if none of them was given.
  public RunNameOption() {}

  /// What `written` names.
  ///
  /// @throws UsageFailure if nothing can have that name
  public static RunName read(String written) {
    try {
      return new RunName(written);
    } catch (IllegalArgumentException wrong) {
      throw new UsageFailure(Printable.line(String.valueOf(wrong.getMessage())));
    }
  }

  /// The name.
  ///
  /// @throws UsageFailure if no run was named
  public String name() {
    String named = option != null ? option : positional;
    if (named == null) {
      throw new UsageFailure("no run is named; say --name NAME (pf run list shows the names)");
    }
    return named;
  }
}
