package io.promptflow4j.server.studio.flow;

import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.NodeFailure;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import io.promptflow4j.server.deployment.TraceJson;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What came of a run, with all that an author wants to see of it.
final class ResultJson {

  private static final Value.Text HIDDEN = Value.of("******");

  private final FlowGraph graph;
  private final Set<String> recalled;

  /// @param recalled the nodes that were answered from memory
  ResultJson(FlowGraph graph, Set<String> recalled) {
    this.graph = graph;
    this.recalled = recalled;
  }

  Value.Mapping of(FlowResult result) {
    var nodes = new Fields();
    result.nodes().forEach((name, node) -> nodes.put(name.value(), node(name.value(), node)));
    var fields =
        new Fields()
            .put("status", result.status().name().toLowerCase(Locale.ROOT))
            .put("outputs", result.outputs())
            .put("metrics", result.metrics())
            .put("usage", TraceJson.usage(result.usage()))
            .put("warnings", texts(result.warnings()))
            .put("nodes", nodes.end());
    result
        .failure()
        .ifPresent(failure -> {
          var error = new Fields().put("code", failure.code()).put("message", failure.message());
          failure.node().ifPresent(node -> error.put("node", failure(node)));
          fields.put("failure", error.end());
        });
    return fields.put("trace", span(result.trace(), result.trace(), true)).end();
  }

  private Value.Mapping node(String name, NodeResult node) {
    var fields = new Fields().put("status", node.status()).put("logs", texts(node.logs()));
    fields.put("cached", recalled.contains(name));
    return switch (node) {
      case NodeResult.Completed(var output, _, var metrics, var span) ->
          took(fields.put("output", output).put("metrics", Value.of(metrics)), span);
      case NodeResult.Failed(var failure, _, var span) ->
          took(fields.put("error", failure(failure)), span);
      case NodeResult.Bypassed _, NodeResult.Canceled _ -> fields.end();
    };
  }

  private static Value.Mapping took(Fields fields, Span span) {
    return fields
        .put("inputs", span.inputs())
        .put("ms", span.duration().toMillis())
        .put("usage", TraceJson.usage(span.usage()))
        .end();
  }

  private static Value.Mapping failure(NodeFailure failure) {
    var fields =
        new Fields()
            .put("node", failure.node().value())
            .put("code", failure.code())
            .put("message", failure.message())
            .put("file", failure.file())
            .put("line", failure.line());
    return fields.put("details", texts(failure.details())).end();
  }

  /// The span with what went in and out, times counted from the beginning of the run.
  private Value.Mapping span(Span span, Span root, boolean isFlow) {
    List<Value.Mapping> children =
        span.children().stream().map(child -> span(child, root, false)).toList();
    var fields =
        new Fields()
            .put("name", span.name())
            .put("kind", span.kind().label())
            .put("start_us", micros(Duration.between(root.start(), span.start())))
            .put("duration_us", micros(span.duration()))
            .put("inputs", isFlow ? withoutSecrets(span.inputs()) : span.inputs())
            .put("output", span.output())
            .put("usage", TraceJson.usage(span.usage()));
    span.error().ifPresent(error -> fields.put("error", error));
    span.cost().flatMap(ResultJson::money).ifPresent(cost -> fields.put("cost", cost));
    span.answered()
        .ifPresent(answered ->
            fields.put(
                "answered",
                new Fields()
                    .put("service", answered.service())
                    .put("model", answered.model())
                    .put("finish_reason", answered.finishReason())
                    .end()));
    return fields.put("children", children).end();
  }

  private static long micros(Duration time) {
    return time.toNanos() / 1_000;
  }

  private static Optional<Value> money(Cost cost) {
    return switch (cost) {
      case Cost.Known known -> Optional.of(Value.of(known.toString()));
      case Cost.Estimated guess -> Optional.of(Value.of(guess.toString()));
      case Cost.Unknown _ -> Optional.empty();
    };
  }

  private Value.Mapping withoutSecrets(Value.Mapping inputs) {
    var shown = new Fields();
    inputs.entries().forEach((name, value) -> shown.put(name, isSecret(name) ? HIDDEN : value));
    return shown.end();
  }

  private boolean isSecret(String input) {
    return graph
        .input(input)
        .map(FlowInput::type)
        .filter(type -> type == ValueType.SECRET)
        .isPresent();
  }

  private static Value.Sequence texts(List<String> lines) {
    return Value.of(lines.stream().map(Value::of).toList());
  }
}
