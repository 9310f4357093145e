package io.promptflow4j.cli.connection;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.model.connection.ConnectionDraft;
import io.promptflow4j.core.model.connection.ConnectionText;
import io.promptflow4j.core.model.connection.store.ConnectionStore;
import io.promptflow4j.core.value.Value;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `pf connection create`: stores a connection from its file, in place of one of the same name.
@Command(
    name = "create",
    description = "Store a connection from its file.",
    footer = {"", "Example: pf connection create --file azure.yaml --set api_key=env:AZURE_KEY"})
public final class ConnectionCreateCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private ConnectionSource source = new ConnectionSource();

  private final Terminal terminal;

  public ConnectionCreateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return new Reply(terminal, common).tell(this::create);
  }

  private Value create() {
    ConnectionDraft read =
        source
            .fromFile(terminal)
            .orElseThrow(() -> new UsageFailure("no file is named; say --file FILE"));
    ConnectionDraft draft =
        source.checked(new Questions(terminal).complete(source.withFields(read)), terminal);
    ConnectionStore.ofUser(terminal.environment()).save(draft);
    return ConnectionText.shown(draft);
  }
}
