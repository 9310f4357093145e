package io.promptflow4j.cli.mcp;

import io.promptflow4j.cli.report.DiagnosticText;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.request.FlowArgument;
import io.promptflow4j.cli.request.SettingsOptions;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.Terminal.Stream;
import io.promptflow4j.core.engine.FlowLoadException;
import io.promptflow4j.core.engine.mcp.McpListing;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf mcp tools`: asks the MCP servers of a flow for their tools.
@Command(
    name = "tools",
    description = "Ask the MCP servers of a flow (mcp.yaml) for their tools. This starts them.")
public final class McpToolsCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private FlowArgument flow = new FlowArgument();
  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Option(
      names = "--write",
      description = "Keep what they say in mcp-tools.json, so that flows are checked against it.")
  boolean write;

  private final Terminal terminal;

  public McpToolsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path path = flow.path(terminal);
    try {
      McpListing listing = McpListing.ask(path, settings.settings(terminal), PATIENCE);
      if (common.isJson()) {
        terminal.printLine(StrictJson.write(json(listing.servers())));
      } else {
        listing.servers().forEach(this::show);
      }
      if (write) {
        remember(listing);
      }
      return listing.servers().stream().allMatch(asked -> asked.problem().isEmpty())
          ? ExitCode.OK
          : ExitCode.FAILURE;
    } catch (FlowLoadException mistakes) {
      new DiagnosticText(
              mistakes.flowFile(), FlowArgument.folderOf(path), terminal.style(Stream.ERR))
          .of(mistakes.diagnostics())
          .forEach(terminal::tell);
      return ExitCode.FAILURE;
    }
  }

  private void remember(McpListing listing) {
    try {
      Path file = listing.remember();
      terminal.tell("pf: written to %s".formatted(Printable.line(file.toString())));
    } catch (IOException broken) {
      throw new CommandFailure(
          "not-written", "what they said can't be kept: " + broken.getMessage(), broken);
    }
  }

  private void show(McpListing.Asked asked) {
    asked
        .problem()
        .ifPresent(problem ->
            terminal.tell(
                "pf: the MCP server '%s' %s"
                    .formatted(Printable.line(asked.server()), Printable.line(problem))));
    for (Value.Mapping tool : asked.tools()) {
      terminal.printLine(
          "%s  %s  %s"
              .formatted(
                  Printable.line(asked.server()),
                  Printable.line(text(tool, "name")),
                  Printable.line(text(tool, "description").lines().findFirst().orElse("")))
              .stripTrailing());
    }
  }

  private static String text(Value.Mapping tool, String key) {
    return tool.get(key) instanceof Value.Text(var text) ? text : "";
  }

  private static Value.Mapping json(List<McpListing.Asked> servers) {
    return new Fields()
        .put(
            "servers",
            servers.stream()
                .map(asked ->
                    new Fields()
                        .put("name", asked.server())
                        .put("problem", asked.problem())
                        .put("tools", asked.tools())
                        .end())
                .toList())
        .end();
  }
}
