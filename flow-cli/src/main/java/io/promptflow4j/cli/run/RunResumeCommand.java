package io.promptflow4j.cli.run;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.request.BudgetOption;
import io.promptflow4j.cli.request.CacheOption;
import io.promptflow4j.cli.request.RunNameOption;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.run.Run;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf run resume`: goes on with a run that was stopped, or tries its failed rows again.
@Command(
    name = "resume",
    description = "Go on with a run that was stopped, or try its failed rows again.",
    footer = {
      "",
      "What has completed, and every call that was paid, is taken from the record. The run stays"
          + " the",
      "same; pf run create --resume-from makes another one instead."
    })
public final class RunResumeCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private RunNameOption run = new RunNameOption();
  @Mixin private BudgetOption budget = new BudgetOption();
  @Mixin private CacheOption cache = new CacheOption();

  @Option(
      names = "--compute",
      paramLabel = "NAME|MASTER",
      description = "Where the rest runs, if not where the run began; local is this process.")
  private @Nullable String compute;

  @Option(
      names = {"-s", "--stream"},
      description = "Show the run's log while it is written.")
  private boolean stream;

  private final Terminal terminal;

  public RunResumeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String name = run.name();
    return new Reply(terminal, common)
        .work(() -> {
          try (var workspace = OpenWorkspace.of(terminal)) {
            Run found = workspace.find(name);
            return new RunInFront(terminal, common, stream)
                .see(listener ->
                    workspace
                        .runs()
                        .resume(
                            found.name(),
                            budget.read(),
                            cache.read(),
                            Optional.ofNullable(compute),
                            listener));
          }
        });
  }
}
