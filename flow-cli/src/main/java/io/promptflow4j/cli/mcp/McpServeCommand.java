package io.promptflow4j.cli.mcp;

import io.promptflow4j.cli.Pf;
import io.promptflow4j.cli.report.DiagnosticText;
import io.promptflow4j.cli.request.NamedModels;
import io.promptflow4j.cli.request.SettingsOptions;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.Terminal.Stream;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowLoadException;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.server.deployment.ServedFlow;
import io.promptflow4j.server.deployment.mcp.FlowTools;
import io.promptflow4j.server.deployment.mcp.LineServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf mcp serve`: flows as the tools of an MCP server over standard input and output.
@Command(
    name = "serve",
    description = "Be an MCP server over standard input and output; each flow is a tool.",
    footer = {
      "",
      "In a client's configuration:",
      "  {\"command\": \"pf\", \"args\": [\"mcp\", \"serve\", \"--flow\", \"/path/of/my-flow\"]}"
    })
public final class McpServeCommand implements Callable<Integer> {

  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli reads its options
  private CommonOptions common = new CommonOptions();

  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Option(
      names = {"-f", "--flow", "--source"},
      paramLabel = "FLOW",
      arity = "1..*",
      description = "The folders or files of the flows.")
  List<Path> flows = List.of();

  private final Terminal terminal;

  public McpServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (flows.isEmpty()) {
      throw new UsageFailure("no flow is named; say --flow FOLDER");
    }
    FlowSettings told = settings.settings(terminal);
    var opened = new ArrayList<Flow>();
    try {
      var served = new ArrayList<ServedFlow>();
      for (Path named : flows) {
        Path path = terminal.path(named);
        Flow flow = NamedModels.load(path, told, terminal);
        opened.add(flow);
        served.add(
            new ServedFlow(
                name(path),
                flow,
                Optional.empty(),
                RunRequest.limitIn(terminal.environment()),
                _ -> {}));
      }
      String version = Pf.class.getPackage().getImplementationVersion();
      var tools = new FlowTools(served, version == null ? "development" : version);
      new LineServer(tools, terminal::printLine).serve(terminal.in());
      return ExitCode.OK;
    } catch (FlowLoadException mistakes) {
      new DiagnosticText(mistakes.flowFile(), Path.of(""), terminal.style(Stream.ERR))
          .of(mistakes.diagnostics())
          .forEach(terminal::tell);
      return ExitCode.FAILURE;
    } catch (IOException broken) {
      throw new CommandFailure(
          "broken-input", "standard input can't be read: " + broken.getMessage(), broken);
    } finally {
      opened.reversed().forEach(Flow::close);
    }
  }

  /// The folder's name, or a file's without its ending.
  private static String name(Path path) {
    Path name = path.toAbsolutePath().normalize().getFileName();
    String text = name == null ? "flow" : name.toString();
    boolean isDag = text.matches("flow\\.(dag|flex)\\.ya?ml");
    if (isDag && path.toAbsolutePath().normalize().getParent() != null) {
      return name(path.toAbsolutePath().normalize().getParent());
    }
    return text.replaceFirst("\\.(ya?ml|prompty)$", "");
  }
}
