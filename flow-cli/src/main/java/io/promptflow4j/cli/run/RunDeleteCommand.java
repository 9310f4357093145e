package io.promptflow4j.cli.run;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.request.RunNameOption;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Keyboard;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf run delete`: removes a run for good.
@Command(
    name = "delete",
    description = "Remove a run with all its rows for good (pf run archive only hides it).")
public final class RunDeleteCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private RunNameOption run = new RunNameOption();

  @Option(
      names = {"-y", "--yes", "--assume-yes"},
      description = "Don't ask whether it is meant.")
  private boolean yes;

  private final Terminal terminal;

  public RunDeleteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String name = run.name();
    return new Reply(terminal, common)
        .tell(() -> delete(name), _ -> "Run '%s' is deleted.".formatted(Printable.line(name)));
  }

  private Value delete(String name) {
    try (var workspace = OpenWorkspace.of(terminal)) {
      Run found = workspace.find(name);
      String question =
          "Delete run '%s' with its %d rows for good?"
              .formatted(found.name(), found.progress().completed() + found.progress().failed());
      if (!yes && !new Keyboard(terminal).isMeant(question)) {
        throw new CommandFailure("not-deleted", "nothing was deleted");
      }
      workspace.store().delete(found.name());
      return new Fields().put("deleted", found.name().value()).end();
    }
  }
}
