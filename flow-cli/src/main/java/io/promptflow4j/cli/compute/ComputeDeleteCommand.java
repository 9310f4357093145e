package io.promptflow4j.cli.compute;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Keyboard;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf compute delete`: forgets a named cluster; its runs stay.
@Command(name = "delete", description = "Forget the name of a cluster; its runs stay.")
public final class ComputeDeleteCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = {"-n", "--name"},
      required = true,
      paramLabel = "NAME",
      description = "The compute's name.")
  private String name = "";

  @Option(
      names = {"-y", "--yes"},
      description = "Don't ask whether it is meant.")
  private boolean yes;

  private final Terminal terminal;

  public ComputeDeleteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return new Reply(terminal, common)
        .tell(this::delete, _ -> "Compute '%s' is forgotten.".formatted(Printable.line(name)));
  }

  private Value delete() {
    var _ = StoredComputes.find(name, terminal);
    String question = "Forget compute '%s'?".formatted(Printable.line(name));
    if (!yes && !new Keyboard(terminal).isMeant(question)) {
      throw new CommandFailure("not-deleted", "nothing was deleted");
    }
    boolean _ = StoredComputes.of(terminal).delete(name);
    return new Fields().put("deleted", name).end();
  }
}
