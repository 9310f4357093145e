package io.promptflow4j.cli.connection;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.model.connection.ConnectionText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf connection show`: shows a stored connection, its secrets as stars.
@Command(name = "show", description = "Show a stored connection; secrets stay hidden.")
public final class ConnectionShowCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = {"-n", "--name"},
      required = true,
      paramLabel = "NAME",
      description = "The connection's name.")
  private String name = "";

  private final Terminal terminal;

  public ConnectionShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return new Reply(terminal, common)
        .tell(() -> ConnectionText.shown(new StoredConnections(terminal).find(name)));
  }
}
