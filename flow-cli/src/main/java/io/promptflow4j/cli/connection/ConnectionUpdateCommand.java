package io.promptflow4j.cli.connection;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.model.connection.ConnectionDraft;
import io.promptflow4j.core.model.connection.ConnectionText;
import io.promptflow4j.core.model.connection.store.ConnectionStore;
import io.promptflow4j.core.value.Value;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `pf connection update`: changes fields of a stored connection; the others stay.
@Command(
    name = "update",
    description = "Change a stored connection; what is not mentioned stays.",
    footer = {"", "Example: pf connection update --name azure --set api_base=https://example.org"})
public final class ConnectionUpdateCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private ConnectionSource source = new ConnectionSource();

  private final Terminal terminal;

  public ConnectionUpdateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return new Reply(terminal, common).tell(this::update);
  }

  private Value update() {
    var connections = new StoredConnections(terminal);
    Optional<ConnectionDraft> read = source.fromFile(terminal);
    String name =
        source
            .name()
            .or(() -> read.map(ConnectionDraft::name))
            .orElseThrow(() -> new UsageFailure("no connection is named; say --name NAME"));
    ConnectionDraft stored = connections.find(name);
    ConnectionDraft changed =
        source.withFields(read.map(changes -> changes.updating(stored)).orElse(stored));
    ConnectionDraft draft = source.checked(new Questions(terminal).complete(changed), terminal);
    ConnectionStore store = connections.store();
    store.save(draft);
    return ConnectionText.shown(draft);
  }
}
