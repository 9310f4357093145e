package io.promptflow4j.cli.connection;

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

/// `pf connection delete`: forgets a stored connection.
@Command(name = "delete", description = "Delete a stored connection.")
public final class ConnectionDeleteCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = {"-n", "--name"},
      required = true,
      paramLabel = "NAME",
      description = "The connection's name.")
  private String name = "";

  @Option(
      names = {"-y", "--yes"},
      description = "Don't ask whether it is meant.")
  private boolean yes;

  private final Terminal terminal;

  public ConnectionDeleteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return new Reply(terminal, common)
        .tell(this::delete, _ -> "Connection '%s' is deleted.".formatted(Printable.line(name)));
  }

  private Value delete() {
    var connections = new StoredConnections(terminal);
    connections.find(name);
    String question = "Delete connection '%s'?".formatted(Printable.line(name));
    if (!yes && !new Keyboard(terminal).isMeant(question)) {
      throw new CommandFailure("not-deleted", "nothing was deleted");
    }
    connections.store().delete(name);
    return new Fields().put("deleted", name).end();
  }
}
