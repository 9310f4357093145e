package io.promptflow4j.cli.run;

import io.promptflow4j.cli.report.Grid;
import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.report.run.RunJson;
import io.promptflow4j.cli.report.run.RunSummary;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunStore.RunFilter;
import io.promptflow4j.core.value.Value;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf run list`: the runs of the workspace, the newest first.
@Command(
    name = "list",
    description = "List the runs of the workspace, the newest first.",
    footer = {"", "Example: pf run list --max-results 10 --output table"})
public final class RunListCommand implements Callable<Integer> {

  private static final DateTimeFormatter CREATED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  /// How the list is written; the words are those of the command line.
  enum Output {
    JSON,
    TABLE
  }

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = {"-r", "--max-results"},
      paramLabel = "N",
      description = "How many at most; 50 if not said.")
  private int most = RunFilter.NEWEST.most();

  @Option(names = "--all-results", description = "All of them.")
  private boolean all;

  @Option(names = "--archived-only", description = "Only archived runs.")
  private boolean archivedOnly;

  @Option(names = "--include-archived", description = "Archived runs too.")
  private boolean withArchived;

  @Option(
      names = "--parent-run",
      paramLabel = "RUN",
      description = "Only runs made for this one, such as its evaluations.")
  private @Nullable String parent;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "json|table",
      description = "How to write it; json if not said.")
  private Output output = Output.JSON;

  private final Terminal terminal;

  public RunListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (most < 1) {
      throw new UsageFailure("--max-results is at least 1, not " + most);
    }
    if (archivedOnly && withArchived) {
      throw new UsageFailure("--archived-only and --include-archived exclude each other");
    }
    return new Reply(terminal, common).work(this::list);
  }

  private int list() {
    List<Listed> runs = runs();
    if (common.isJson()) {
      terminal.printLine(StrictJson.write(json(runs)));
    } else {
      terminal.printLine(
          switch (output) {
            case JSON -> StrictJson.writeIndented(json(runs));
            case TABLE -> table(runs);
          });
    }
    runs.stream()
        .filter(Listed::isAbandoned)
        .forEach(one -> terminal.tell(RunSummary.resumption(one.run())));
    return ExitCode.OK;
  }

  /// @param isAbandoned whether it is not over although nobody works on it any more
  private record Listed(Run run, boolean isAbandoned) {

    Value json() {
      return isAbandoned ? RunJson.ofAbandoned(run) : RunJson.of(run);
    }

    String status() {
      return isAbandoned ? "Abandoned" : run.status().label();
    }
  }

  private List<Listed> runs() {
    try (var workspace = OpenWorkspace.of(terminal)) {
      var filter =
          new RunFilter(
              archivedOnly,
              withArchived,
              Optional.empty(),
              Optional.ofNullable(parent).map(name -> workspace.find(name).name()),
              all ? Integer.MAX_VALUE : most);
      return workspace.store().list(filter).stream()
          .map(run -> new Listed(run, workspace.isAbandoned(run)))
          .toList();
    }
  }

  private static Value json(List<Listed> runs) {
    return Value.of(runs.stream().map(Listed::json).toList());
  }

  private String table(List<Listed> runs) {
    if (runs.isEmpty()) {
      return "There are no runs. Make one with pf run create.";
    }
    var grid = new Grid(List.of("name", "created", "status", "rows", "failed", "display name"));
    for (Listed one : runs) {
      Run run = one.run();
      grid.add(
          List.of(
              run.name().value(),
              CREATED.format(run.created().atZone(ZoneId.systemDefault())),
              one.status(),
              rows(run),
              Long.toString(run.progress().failed()),
              run.labels().displayName()));
    }
    return grid.text(terminal.width());
  }

  private static String rows(Run run) {
    long completed = run.progress().completed();
    return run.progress()
        .rows()
        .map(rows -> "%d/%d".formatted(completed, rows))
        .orElse(Long.toString(completed));
  }
}
