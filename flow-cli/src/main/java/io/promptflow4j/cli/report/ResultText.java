package io.promptflow4j.cli.report;

import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Style;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.Terminal.Stream;
import io.promptflow4j.core.execution.AggregationResult;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.NodeFailure;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;

/// What a person is told about a run besides its outputs.
public final class ResultText {

  private static final int MAX_LOG_LINES = 200;

  private ResultText() {}

  /// What nodes printed, warnings, metrics, the trace, and why it failed.
  public static void tell(FlowResult result, Terminal terminal) {
    Style style = terminal.style(Stream.ERR);
    remarks(result, terminal);
    metrics(result.metrics(), terminal);
    TraceTree.of(result, style).forEach(terminal::tell);
    failure(result, terminal, style);
  }

  /// What the aggregation nodes made of many lines: what they printed, why they failed, metrics.
  public static void tell(AggregationResult result, Terminal terminal) {
    Style style = terminal.style(Stream.ERR);
    logs(result.nodes(), terminal, style);
    result.nodes().values().stream()
        .mapMulti(ResultText::failed)
        .forEach(error -> terminal.tell("pf: " + style.red("error") + ": " + error));
    metrics(result.metrics(), terminal);
  }

  private static void failed(NodeResult node, Consumer<String> errors) {
    if (node instanceof NodeResult.Failed failed) {
      errors.accept(error(failed.failure()));
    }
  }

  private static void metrics(Value.Mapping metrics, Terminal terminal) {
    if (!metrics.entries().isEmpty()) {
      terminal.tell("metrics " + StrictJson.writeIndented(metrics));
    }
  }

  /// What nodes printed, and warnings.
  public static void remarks(FlowResult result, Terminal terminal) {
    Style style = terminal.style(Stream.ERR);
    logs(result.nodes(), terminal, style);
    result
        .warnings()
        .forEach(warning ->
            terminal.tell("pf: " + style.yellow("warning") + ": " + Printable.line(warning)));
  }

  private static void logs(
      SequencedMap<NodeName, NodeResult> nodes, Terminal terminal, Style style) {
    nodes.forEach((name, node) -> {
      List<String> logs = node.logs();
      String head = style.faint("[" + name + "]") + " ";
      logs.stream()
          .limit(MAX_LOG_LINES)
          .map(Printable::line)
          .forEach(line -> terminal.tell(head + line));
      if (logs.size() > MAX_LOG_LINES) {
        terminal.tell("%s… and %,d more lines".formatted(head, logs.size() - MAX_LOG_LINES));
      }
    });
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
        .map(ResultText::error)
        .orElseGet(() -> "%s [%s]".formatted(Printable.line(failure.message()), failure.code()));
  }

  private static String error(NodeFailure node) {
    return "node '%s'%s: %s [%s]"
        .formatted(node.node(), place(node), Printable.line(node.message()), node.code());
  }

  private static String place(NodeFailure node) {
    return node.file()
        .filter(file -> !node.message().contains("(%s:%d)".formatted(file, node.line())))
        .map(file -> node.line() > 0 ? " (%s:%d)".formatted(file, node.line()) : " (" + file + ")")
        .orElse("");
  }
}
