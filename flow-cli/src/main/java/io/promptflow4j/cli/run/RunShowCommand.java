package io.promptflow4j.cli.run;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.report.run.RunJson;
import io.promptflow4j.cli.report.run.RunSummary;
import io.promptflow4j.cli.request.RunNameOption;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.value.Value;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `pf run show` and `pf run show-metrics`: a run as JSON, or what was measured on it.
public abstract sealed class RunShowCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private RunNameOption run = new RunNameOption();

  private final Terminal terminal;
  private final Function<Run, Value> shown;

  private RunShowCommand(Terminal terminal, Function<Run, Value> shown) {
    this.terminal = terminal;
    this.shown = shown;
  }

  @Override
  public final Integer call() {
    String name = run.name();
    return new Reply(terminal, common)
        .tell(() -> {
          try (var workspace = OpenWorkspace.of(terminal)) {
            Run found = workspace.find(name);
            tellIfAbandoned(found, workspace.store());
            return shown.apply(found);
          }
        });
  }

  private void tellIfAbandoned(Run found, RunStore store) {
    boolean open = found.status() == RunStatus.RUNNING || found.status() == RunStatus.NOT_STARTED;
    if (open && !store.isOwned(found.name())) {
      RunSummary.abandoned(found).forEach(terminal::tell);
    }
  }

  /// `pf run show`.
  @Command(name = "show", description = "Show what is known of a run.")
  public static final class Whole extends RunShowCommand {
    public Whole(Terminal terminal) {
      super(terminal, RunJson::of);
    }
  }

  /// `pf run show-metrics`.
  @Command(name = "show-metrics", description = "Show the metrics that a run logged.")
  public static final class Metrics extends RunShowCommand {
    public Metrics(Terminal terminal) {
      super(terminal, run -> run.progress().metrics());
    }
  }
}
