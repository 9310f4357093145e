package io.promptflow4j.cli.report;

import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Style;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.Terminal.Stream;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.NodeFailure;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.value.Json;
import java.util.List;
import java.util.Optional;

/// What a person is told about a run besides its outputs.
public final class ResultText {

  private static final int MAX_LOG_LINES = 200;

  private ResultText() {}

  /// What nodes printed, warnings, metrics, the trace, and why it failed.
  public static void tell(FlowResult result, Terminal terminal) {
    Style style = terminal.style(Stream.ERR);
    remarks(result, terminal);
    if (!result.metrics().entries().isEmpty()) {
      terminal.tell("metrics " + Json.writeIndented(result.metrics()));
    }
    TraceTree.of(result, style).forEach(terminal::tell);
    failure(result, terminal, style);
  }

  /// What nodes printed, and warnings.
  public static void remarks(FlowResult result, Terminal terminal) {
    Style style = terminal.style(Stream.ERR);
    result
        .nodes()
        .forEach((name, node) ->
            logs(node).stream()
                .limit(MAX_LOG_LINES)
                .map(Printable::line)
                .forEach(line -> terminal.tell(style.faint("[" + name + "]") + " " + line)));
    result
        .warnings()
        .forEach(warning ->
            terminal.tell("pf: " + style.yellow("warning") + ": " + Printable.line(warning)));
  }

  private static List<String> logs(NodeResult node) {
    return switch (node) {
      case NodeResult.Completed(_, var logs, _, _) -> logs;
      case NodeResult.Failed(_, var logs, _) -> logs;
      case NodeResult.Bypassed _, NodeResult.Canceled _ -> List.of();
    };
  }

  private static void failure(FlowResult result, Terminal terminal, Style style) {
    error(result).ifPresent(error -> terminal.tell("pf: " + style.red("error") + ": " + error));
    result.failure().flatMap(FlowResult.Failure::node).map(NodeFailure::details).stream()
        .flatMap(List::stream)
        .limit(MAX_LOG_LINES)
        .forEach(line -> terminal.tell("  " + Printable.text(line)));
  }

  /// Why the run failed, in one line; empty if it completed.
  public static Optional<String> error(FlowResult result) {
    return result.failure().map(ResultText::error);
  }

  private static String error(FlowResult.Failure failure) {
    return failure
        .node()
        .map(node ->
            "node '%s'%s: %s [%s]"
                .formatted(node.node(), place(node), Printable.line(node.message()), node.code()))
        .orElseGet(() -> "%s [%s]".formatted(Printable.line(failure.message()), failure.code()));
  }

  private static String place(NodeFailure node) {
    return node.file()
        .map(file -> node.line() > 0 ? " (%s:%d)".formatted(file, node.line()) : " (" + file + ")")
        .orElse("");
  }
}
