package io.promptflow4j.cli.flow;

import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf flow init`: makes a flow folder that runs at once.
@Command(
    name = "init",
    description = "Make a flow folder that runs at once, without key and network.",
    footer = {"", "Example: pf flow init --flow my-flow --type chat"})
public final class FlowInitCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = {"-f", "--flow"},
      required = true,
      paramLabel = "DIR",
      description = "The folder to make.")
  private Path flow = Path.of("");

  @Option(
      names = "--type",
      paramLabel = "standard|chat|evaluation|java",
      description = "What kind of flow; standard if not said.")
  private FlowTemplate type = FlowTemplate.STANDARD;

  @Option(
      names = {"--entry", "--function", "--prompt-template"},
      hidden = true)
  private @Nullable String entry;

  private final Terminal terminal;

  public FlowInitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (entry != null) {
      throw new CommandFailure(
          "not-yet", "a flow can't be made from a Python function yet; leave out --entry");
    }
    type.writeTo(terminal.path(flow));
    tell(type.files());
    return ExitCode.OK;
  }

  private void tell(List<String> files) {
    if (common.isJson()) {
      Value names = Value.of(files.stream().<Value>map(Value::of).toList());
      Value made = new Fields().put("flow", flow.toString()).put("files", names).end();
      terminal.printLine(StrictJson.write(made));
      return;
    }
    String folder = Printable.line(flow.toString());
    files.forEach(file -> terminal.printLine("  " + file));
    terminal.printLine("%s is ready. Try it:".formatted(folder));
    terminal.printLine("  pf flow test --flow " + quoted(folder));
    if (type == FlowTemplate.CHAT) {
      terminal.printLine("  pf flow test --flow " + quoted(folder) + " --interactive");
    }
  }

  private static String quoted(String path) {
    return path.matches("[\\w./~-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
  }
}
