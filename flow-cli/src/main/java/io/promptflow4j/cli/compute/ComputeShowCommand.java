package io.promptflow4j.cli.compute;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf compute show`: shows a named cluster.
@Command(name = "show", description = "Show what a name stands for, and how it is used.")
public final class ComputeShowCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = {"-n", "--name"},
      required = true,
      paramLabel = "NAME",
      description = "The compute's name.")
  private String name = "";

  private final Terminal terminal;

  public ComputeShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return new Reply(terminal, common).tell(() -> StoredComputes.find(name, terminal).toValue());
  }
}
