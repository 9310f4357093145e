package io.promptflow4j.cli.connection;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.model.connection.store.ConnectionStore;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf connection rotate-key`: encrypts all stored secrets anew under a new key.
@Command(
    name = "rotate-key",
    description = {
      "Encrypt all stored secrets under a new key; the old one is gone.",
      "The secrets themselves stay as they are."
    })
public final class ConnectionRotateKeyCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--keep-in",
      paramLabel = "PLACE",
      description =
          "Where the new key is kept: file (readable by you alone) or key-ring (that of the"
              + " operating system); where the old one was if not said.")
  private @Nullable String place;

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
    ConnectionStore store = new StoredConnections(terminal).store();
    int written =
        switch (place) {
          case null -> store.rotateKey();
          case "file" -> store.rotateKeyIntoFile();
          case "key-ring" -> store.rotateKeyIntoRing();
          default ->
              throw new UsageFailure(
                  "--keep-in takes file or key-ring, not '%s'".formatted(Printable.line(place)));
        };
    return new Fields().put("rotated", written).end();
  }
}
