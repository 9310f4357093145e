package io.promptflow4j.cli.run;

import io.promptflow4j.cli.progress.Interruption;
import io.promptflow4j.cli.progress.ProgressView;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.report.run.RunJson;
import io.promptflow4j.cli.report.run.RunSummary;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.progress.RunListener;
import java.util.function.Function;

/// Sees a run to its end while the person watches, and tells how it ended.
final class RunInFront {

  private final Terminal terminal;
  private final CommonOptions common;
  private final boolean streams;

  /// @param streams whether the log is shown
  RunInFront(Terminal terminal, CommonOptions common, boolean streams) {
    this.terminal = terminal;
    this.common = common;
    this.streams = streams;
  }

  /// Does `work`, which runs a run and gives it as it is at its end.
  int see(Function<RunListener, Run> work) {
    var view = new ProgressView(terminal, streams);
    try (var interruption = Interruption.of(view::tell, view::hasBegun)) {
      Run run = work.apply(view);
      view.end();
      tell(run);
      return interruption.isAsked() && run.status() == RunStatus.CANCELED
          ? ExitCode.INTERRUPTED
          : exit(run);
    } finally {
      view.end();
    }
  }

  private void tell(Run run) {
    RunSummary.lines(run).forEach(terminal::tell);
    terminal.printLine(
        common.isJson()
            ? StrictJson.write(RunJson.of(run))
            : StrictJson.writeIndented(RunJson.of(run)));
  }

  /// Not done if the run, one of its rows or an aggregation node failed.
  private static int exit(Run run) {
    boolean isDone = run.status() == RunStatus.COMPLETED && run.progress().error().isEmpty();
    return isDone ? ExitCode.OK : ExitCode.FAILURE;
  }
}
