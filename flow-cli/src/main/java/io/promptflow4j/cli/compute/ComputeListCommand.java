package io.promptflow4j.cli.compute;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.run.compute.target.ComputeTarget;
import io.promptflow4j.core.value.Value;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `pf compute list`: lists the named clusters.
@Command(name = "list", description = "List the clusters that have names.")
public final class ComputeListCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  private final Terminal terminal;

  public ComputeListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return new Reply(terminal, common).tell(this::list, ComputeListCommand::table);
  }

  private Value.Sequence list() {
    return Value.of(
        StoredComputes.of(terminal).list().stream().map(ComputeTarget::toValue).toList());
  }

  private static String table(Value list) {
    if (!(list instanceof Value.Sequence(var items)) || items.isEmpty()) {
      return "No cluster has a name. Give one with pf compute create --file FILE.";
    }
    return items.stream().map(ComputeListCommand::row).collect(Collectors.joining("\n"));
  }

  private static String row(Value compute) {
    return compute instanceof Value.Mapping mapping
        ? "%-24s %s".formatted(text(mapping, "name"), text(mapping, "master"))
        : "";
  }

  private static String text(Value.Mapping mapping, String field) {
    return mapping.get(field) instanceof Value.Text(var text) ? Printable.line(text) : "";
  }
}
