package io.promptflow4j.cli.report;

import io.promptflow4j.core.execution.AggregationResult;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.NodeFailure;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.cache.Savings;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/// The JSON document of `pf flow test`: `{status, outputs, nodes: {NAME: {status, output, error,
/// logs}}, metrics, usage, saved, error}`.
///
/// Every field is always there; what does not apply is `null` or empty.
public final class ResultJson {

  /// The field that says which row a document is about, counted from 0.
  public static final String LINE_NUMBER = "line_number";

  private ResultJson() {}

  /// The document of a run, however it ended.
  public static Value.Mapping of(FlowResult result) {
    return new Fields()
        .put("status", status(result.status()))
        .put("outputs", result.outputs())
        .put("nodes", nodes(result.nodes()))
        .put("metrics", result.metrics())
        .put("usage", usage(result.usage()))
        .put("saved", saved(result))
        .put("error", result.failure().<Value>map(ResultJson::failure).orElse(Value.Null.NULL))
        .end();
  }

  /// What answers from the cache saved; nothing if there were none.
  private static Value saved(FlowResult result) {
    Savings saved = Savings.under(result.trace());
    return saved.calls() == 0 ? Value.Null.NULL : saved.toValue();
  }

  /// The document of one row of many.
  public static Value.Mapping ofRow(FlowResult result, int number) {
    return numbered(of(result), number);
  }

  /// The document of a row that can't be read.
  public static Value.Mapping unreadableRow(String message, Place place, int number) {
    Value.Mapping error =
        new Fields()
            .put("code", "bad-input")
            .put("message", message)
            .putNull("node")
            .put("file", place.file())
            .put("line", ErrorJson.line(place.line()))
            .end();
    return numbered(notStarted(error), number);
  }

  private static Value.Mapping numbered(Value.Mapping document, int number) {
    var all = new Fields().put(LINE_NUMBER, number);
    document.entries().forEach(all::put);
    return all.end();
  }

  /// The document that closes those of many lines: what the aggregation nodes made of them.
  ///
  /// @param lines how many lines completed, over which they ran
  public static Value.Mapping of(AggregationResult result, int lines) {
    return new Fields()
        .put("status", "Completed")
        .put("outputs", Value.Mapping.EMPTY)
        .put("nodes", nodes(result.nodes()))
        .put("metrics", result.metrics())
        .put("usage", usage(result.usage()))
        .putNull("saved")
        .putNull("error")
        .put("lines", Value.of(lines))
        .end();
  }

  private static Value nodes(SequencedMap<NodeName, NodeResult> results) {
    var nodes = new Fields();
    results.forEach((name, node) -> nodes.put(name.value(), node(node)));
    return nodes.end();
  }

  /// The document of a run that could not begin.
  public static Value.Mapping notStarted(String code, String message) {
    return notStarted(ErrorJson.of(code, message));
  }

  /// The document of a flow that could not be loaded.
  public static Value.Mapping notLoaded(List<Diagnostic> diagnostics) {
    return notStarted(ErrorJson.of(diagnostics));
  }

  /// The document of a run that could not begin.
  public static Value.Mapping notStarted(Value.Mapping error) {
    return new Fields()
        .put("status", "Failed")
        .put("outputs", Value.Mapping.EMPTY)
        .put("nodes", Value.Mapping.EMPTY)
        .put("metrics", Value.Mapping.EMPTY)
        .put("usage", usage(TokenUsage.NONE))
        .putNull("saved")
        .put("error", error)
        .end();
  }

  /// `Completed`, `Failed` or `Canceled`.
  public static String status(FlowResult.Status status) {
    String name = status.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  private static Value node(NodeResult node) {
    return switch (node) {
      case NodeResult.Completed(var output, var logs, _, _) ->
          node(node.status(), output, Value.Null.NULL, logs);
      case NodeResult.Failed(var failure, var logs, _) ->
          node(node.status(), Value.Null.NULL, nodeError(failure), logs);
      case NodeResult.Bypassed _, NodeResult.Canceled _ ->
          node(node.status(), Value.Null.NULL, Value.Null.NULL, List.of());
    };
  }

  private static Value node(String status, Value output, Value error, List<String> logs) {
    return new Fields()
        .put("status", status)
        .put("output", output)
        .put("error", error)
        .put("logs", texts(logs))
        .end();
  }

  /// Lines as a list of texts.
  public static Value.Sequence texts(List<String> lines) {
    return Value.of(lines.stream().<Value>map(Value::of).toList());
  }

  /// `{code, message, node, file, line, details}`.
  public static Value.Mapping nodeError(NodeFailure failure) {
    return new Fields()
        .put("code", failure.code())
        .put("message", failure.message())
        .put("node", failure.node().value())
        .put("file", failure.file())
        .put("line", ErrorJson.line(failure.line()))
        .put("details", texts(failure.details()))
        .end();
  }

  /// Why a run failed: `{code, message, node, file, line}`.
  public static Value.Mapping failure(FlowResult.Failure failure) {
    return new Fields()
        .put("code", failure.code())
        .put("message", failure.message())
        .put("node", failure.node().map(node -> node.node().value()))
        .put("file", failure.node().flatMap(NodeFailure::file))
        .put(
            "line", failure.node().map(node -> ErrorJson.line(node.line())).orElse(Value.Null.NULL))
        .end();
  }

  /// Tokens under the names that model services use.
  public static Value.Mapping usage(TokenUsage usage) {
    var fields =
        new Fields()
            .put("prompt_tokens", usage.prompt())
            .put("completion_tokens", usage.completion())
            .put("total_tokens", usage.total())
            .put("cached_tokens", usage.cached())
            .put("reasoning_tokens", usage.reasoning());
    return (usage.estimated() ? fields.put("estimated", Value.Bool.TRUE) : fields).end();
  }
}
