package io.promptflow4j.cli.run;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.report.run.RowGrid;
import io.promptflow4j.cli.report.run.RowJson;
import io.promptflow4j.cli.request.RunNameOption;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.RowResult.Status;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStore.RowFilter;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf run show-details`: the rows of a run.
@Command(
    name = "show-details",
    description = "Show the inputs and outputs of a run's rows.",
    footer = {
      "",
      "Examples:",
      "  pf run show-details --name my-run --max-results 10",
      "  pf run show-details --name my-run --failed",
      "  pf run show-details --name my-run --line 3 (one row with its nodes and its trace)"
    })
public final class RunDetailsCommand implements Callable<Integer> {

  private static final int USUALLY = 100;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private RunNameOption run = new RunNameOption();

  @Option(
      names = {"-r", "--max-results"},
      paramLabel = "N",
      description = "How many rows at most; 100 if not said.")
  private int most = USUALLY;

  @Option(names = "--all-results", description = "All rows.")
  private boolean all;

  @Option(names = "--failed", description = "Only rows that failed.")
  private boolean failed;

  @Option(
      names = "--line",
      paramLabel = "N",
      description = "This row alone, with its nodes and its trace, as JSON.")
  private @Nullable Long line;

  @Option(names = "--repeat", paramLabel = "N", description = "With --line: which repeat, from 0.")
  private int repeat;

  @Option(names = "--follow", description = "Show rows as they end, until the run is over.")
  private boolean follow;

  private final Terminal terminal;

  public RunDetailsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String name = run.name();
    if (most < 1) {
      throw new UsageFailure("--max-results is at least 1, not " + most);
    }
    return new Reply(terminal, common)
        .work(() -> {
          try (var workspace = OpenWorkspace.of(terminal)) {
            return show(workspace.find(name), workspace.store());
          }
        });
  }

  private int show(Run found, RunStore store) {
    if (line != null) {
      row(found, store, new RowKey(line, repeat));
    } else if (follow) {
      return new Following(terminal, common, store, found.name()).rows(failed);
    } else if (common.isJson()) {
      rowsAsJson(found, store);
    } else {
      table(found, store);
    }
    return ExitCode.OK;
  }

  private void row(Run found, RunStore store, RowKey key) {
    RowResult row =
        store
            .row(found.name(), key)
            .orElseThrow(() ->
                new CommandFailure(
                    "no-such-row",
                    "run '%s' has no row of line %d%s that has ended"
                        .formatted(
                            found.name(),
                            key.line(),
                            key.repeat() > 0 ? " and repeat " + key.repeat() : "")));
    terminal.printLine(
        common.isJson()
            ? StrictJson.write(RowJson.whole(row))
            : StrictJson.writeIndented(RowJson.whole(row)));
  }

  private void rowsAsJson(Run found, RunStore store) {
    try (Stream<RowResult> rows = store.rows(found.name(), filter())) {
      terminal.print("[");
      Iterator<RowResult> left = rows.iterator();
      for (String before = ""; left.hasNext(); before = ",\n") {
        terminal.print(before + StrictJson.write(RowJson.of(left.next())));
      }
      terminal.printLine("]");
    }
  }

  private void table(Run found, RunStore store) {
    List<RowResult> rows;
    try (Stream<RowResult> read = store.rows(found.name(), filter())) {
      rows = read.toList();
    }
    if (rows.isEmpty()) {
      terminal.tell(
          "Run '%s' is %s and has no %srows yet."
              .formatted(found.name(), found.status().label(), failed ? "failed " : ""));
      return;
    }
    terminal.printLine(RowGrid.of(rows, terminal.width()));
    long ended =
        failed
            ? found.progress().failed()
            : found.progress().completed() + found.progress().failed();
    if (ended > rows.size()) {
      terminal.tell("%d of %d rows; --all-results shows all.".formatted(rows.size(), ended));
    }
  }

  private RowFilter filter() {
    return new RowFilter(failed ? Optional.of(Status.FAILED) : Optional.empty(), 0, all ? 0 : most);
  }
}
