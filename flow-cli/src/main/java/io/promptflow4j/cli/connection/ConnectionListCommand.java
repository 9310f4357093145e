package io.promptflow4j.cli.connection;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.model.connection.ConnectionText;
import io.promptflow4j.core.value.Value;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `pf connection list`: lists the stored connections.
@Command(name = "list", description = "List the stored connections; secrets stay hidden.")
public final class ConnectionListCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  private final Terminal terminal;

  public ConnectionListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return new Reply(terminal, common).tell(this::list, ConnectionListCommand::table);
  }

  private Value.Sequence list() {
    var connections = new StoredConnections(terminal);
    return Value.of(
        connections.store().names().stream()
            .map(connections::find)
            .map(ConnectionText::shown)
            .toList());
  }

  private static String table(Value list) {
    if (!(list instanceof Value.Sequence(var items)) || items.isEmpty()) {
      return "No connection is stored. Make one with pf connection create --file FILE.";
    }
    return items.stream().map(ConnectionListCommand::row).collect(Collectors.joining("\n"));
  }

  private static String row(Value connection) {
    return connection instanceof Value.Mapping mapping
        ? "%-32s %s".formatted(text(mapping, "name"), text(mapping, "type"))
        : "";
  }

  private static String text(Value.Mapping mapping, String field) {
    return mapping.get(field) instanceof Value.Text(var text) ? Printable.line(text) : "";
  }
}
