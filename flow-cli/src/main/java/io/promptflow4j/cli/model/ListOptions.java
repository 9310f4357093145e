package io.promptflow4j.cli.model;

import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.model.catalog.Offering;
import io.promptflow4j.core.model.catalog.choice.OfferingJson;
import io.promptflow4j.core.value.Value;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/// How a list of offerings is written, and how much of it.
final class ListOptions {

  /// The words are those of the command line.
  enum Output {
    JSON,
    TABLE
  }

  @Option(
      names = {"-r", "--max-results"},
      paramLabel = "N",
      description = "How many at most; 50 if not said.")
  private int most = 50;

  @Option(names = "--all-results", description = "All of them.")
  private boolean all;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "json|table",
      description = "How to write it; a table if not said.")
  private Output output = Output.TABLE;

  /// As if none of them was given.
  ListOptions() {}

  /// @throws UsageFailure if they make no sense
  void check() {
    if (most < 1) {
      throw new UsageFailure("--max-results is at least 1, not " + most);
    }
  }

  int print(List<Offering> found, LocalDate day, CommonOptions common, Terminal terminal) {
    List<Offering> shown = all ? found : found.stream().limit(most).toList();
    Value json = OfferingJson.list(shown, one -> OfferingJson.of(one, day));
    if (common.isJson()) {
      terminal.printLine(StrictJson.write(json));
    } else if (output == Output.JSON) {
      terminal.printLine(StrictJson.writeIndented(json));
    } else if (found.isEmpty()) {
      terminal.printLine("No offering is like that. With --maybe, what is unknown counts too.");
    } else {
      terminal.printLine(new OfferingText(day).table(shown, terminal.width()));
    }
    if (shown.size() < found.size()) {
      terminal.tell(
          String.format(
              Locale.ROOT,
              "%d of %,d are shown; --all-results shows all.",
              shown.size(),
              found.size()));
    }
    return ExitCode.OK;
  }
}
