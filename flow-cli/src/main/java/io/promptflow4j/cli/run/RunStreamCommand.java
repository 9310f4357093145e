package io.promptflow4j.cli.run;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.report.run.RunJson;
import io.promptflow4j.cli.report.run.RunSummary;
import io.promptflow4j.cli.request.RunNameOption;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.run.Run;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `pf run stream`: the log of a run, to its end.
@Command(
    name = "stream",
    description = "Show the log of a run, as long as it runs, and how it ended.")
public final class RunStreamCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private RunNameOption run = new RunNameOption();

  private final Terminal terminal;

  public RunStreamCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String name = run.name();
    return new Reply(terminal, common)
        .work(() -> {
          try (var workspace = OpenWorkspace.of(terminal)) {
            return stream(workspace, workspace.find(name));
          }
        });
  }

  private int stream(OpenWorkspace workspace, Run found) {
    int exit = new Following(terminal, common, workspace.store(), found.name()).log();
    if (exit != ExitCode.INTERRUPTED) {
      Run ended = workspace.find(found.name().value());
      if (exit == ExitCode.OK) {
        RunSummary.lines(ended).forEach(terminal::tell);
      }
      terminal.printLine(
          common.isJson()
              ? StrictJson.write(RunJson.of(ended))
              : StrictJson.writeIndented(RunJson.of(ended)));
    }
    return exit;
  }
}
