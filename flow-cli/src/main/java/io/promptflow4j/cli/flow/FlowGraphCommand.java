package io.promptflow4j.cli.flow;

import io.promptflow4j.cli.report.DiagnosticText;
import io.promptflow4j.cli.report.ErrorJson;
import io.promptflow4j.cli.report.GraphJson;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.request.FlowArgument;
import io.promptflow4j.cli.request.SettingsOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.Terminal.Stream;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.drawing.FlowDrawing;
import io.promptflow4j.core.source.Diagnostic;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf flow graph`: draws a flow.
@Command(
    name = "graph",
    description = "Draw a flow: in the terminal, as Mermaid, as Graphviz dot, or as JSON.",
    footer = {"", "Example: pf flow graph --flow my-flow --format dot | dot -Tsvg > my-flow.svg"})
public final class FlowGraphCommand implements Callable<Integer> {

  /// The forms of a drawing.
  enum Form {
    TEXT,
    MERMAID,
    DOT,
    JSON
  }

  @Mixin private FlowArgument flow = new FlowArgument();
  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Option(
      names = "--format",
      paramLabel = "text|mermaid|dot|json",
      description = "The form of the drawing; text if not said.")
  private Form form = Form.TEXT;

  @Option(
      names = {"--verbose", "--debug"},
      description = "Say more when something goes wrong.")
  boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;

  private final Terminal terminal;

  public FlowGraphCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Path path = flow.path(terminal);
    Flow.Check check = Flow.check(path, settings.settings(terminal));
    if (check.graph().isEmpty()) {
      tellMistakes(path, check);
      return ExitCode.FAILURE;
    }
    terminal.printLine(drawn(check.graph().get()).stripTrailing());
    return ExitCode.OK;
  }

  private String drawn(FlowGraph graph) {
    return switch (form) {
      case TEXT -> Printable.text(FlowDrawing.terminal(graph));
      case MERMAID -> FlowDrawing.mermaid(graph);
      case DOT -> FlowDrawing.dot(graph);
      case JSON -> StrictJson.write(GraphJson.of(graph));
    };
  }

  private void tellMistakes(Path path, Flow.Check check) {
    if (form == Form.JSON) {
      terminal.printLine(StrictJson.write(ErrorJson.document(ErrorJson.of(check.diagnostics()))));
    }
    var text =
        new DiagnosticText(
            check.flowFile(), FlowArgument.folderOf(path), terminal.style(Stream.ERR));
    text.of(check.diagnostics().stream().filter(Diagnostic::isError).toList())
        .forEach(terminal::tell);
  }
}
