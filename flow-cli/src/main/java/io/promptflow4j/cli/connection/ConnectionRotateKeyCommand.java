package io.promptflow4j.cli.connection;

import io.promptflow4j.cli.report.Fields;
import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.value.Value;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `pf connection rotate-key`: encrypts all stored secrets anew under a new key.
@Command(
    name = "rotate-key",
    description = {
      "Encrypt all stored secrets under a new key; the old one is gone.",
      "The secrets themselves stay as they are."
    })
public final class ConnectionRotateKeyCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  private final Terminal terminal;

  public ConnectionRotateKeyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return new Reply(terminal, common)
        .tell(this::rotate, _ -> "The connections are encrypted under a new key.");
  }

  private Value rotate() {
    int written = new StoredConnections(terminal).store().rotateKey();
    return new Fields().put("rotated", written).end();
  }
}
