package io.promptflow4j.cli.data;

import io.promptflow4j.cli.report.Grid;
import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.dataset.catalog.NamedData;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf data list`: the named data sets, or all versions of one.
@Command(
    name = "list",
    description = "List the named data sets, each in its newest version; or the versions of one.")
public final class DataListCommand implements Callable<Integer> {

  /// How the list is written; the words are those of the command line.
  enum Output {
    JSON,
    TABLE
  }

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "All versions of this one.")
  private @Nullable String name;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "json|table",
      description = "How to write it; json if not said.")
  private Output output = Output.JSON;

  private final Terminal terminal;

  public DataListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return new Reply(terminal, common).work(this::list);
  }

  private int list() {
    List<NamedData> found;
    try (var workspace = OpenWorkspace.of(terminal)) {
      var catalog = workspace.store().data();
      found = name == null ? catalog.list() : catalog.versions(name);
    }
    Value json = Value.of(found.stream().map(DataJson::of).toList());
    if (common.isJson()) {
      terminal.printLine(StrictJson.write(json));
    } else {
      terminal.printLine(
          switch (output) {
            case JSON -> StrictJson.writeIndented(json);
            case TABLE -> table(found);
          });
    }
    return ExitCode.OK;
  }

  private String table(List<NamedData> found) {
    if (found.isEmpty()) {
      return "There are no named data sets. Make one with pf data create.";
    }
    var grid = new Grid(List.of("name", "version", "rows", "path", "description"));
    for (NamedData data : found) {
      grid.add(
          List.of(
              data.name(),
              Integer.toString(data.version()),
              Long.toString(data.rows()),
              data.path(),
              data.description()));
    }
    return grid.text(terminal.width());
  }
}
