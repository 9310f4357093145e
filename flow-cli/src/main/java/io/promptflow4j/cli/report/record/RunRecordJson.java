package io.promptflow4j.cli.report.record;

import io.promptflow4j.cli.report.ResultJson;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.NodeFailure;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The records of `flow.detail.json`, under the field names that prompt flow's own file has: one
/// for the flow and one for each node that began.
final class RunRecordJson {

  private static final Value.Text HIDDEN = Value.of("******");

  private final FlowGraph graph;
  private final String run;
  private final int index;

  /// @param run the id of the run, to which those of its parts are joined
  /// @param index the number of the line, counted from 0
  RunRecordJson(FlowGraph graph, String run, int index) {
    this.graph = graph;
    this.run = run;
    this.index = index;
  }

  Value.Mapping flow(FlowResult result) {
    Span span = result.trace();
    return new Fields()
        .put("run_id", run + "_" + index)
        .put("status", ResultJson.status(result.status()))
        .put("error", result.failure().<Value>map(ResultJson::failure).orElse(Value.Null.NULL))
        .put("inputs", withoutSecrets(span.inputs()))
        .put("output", result.outputs())
        .put("metrics", result.metrics())
        .put("root_run_id", run)
        .put("flow_id", graph.name())
        .put("start_time", span.start().toString())
        .put("end_time", span.end().toString())
        .put("index", index)
        .put("api_calls", Value.of(List.of(call(span, withoutSecrets(span.inputs())))))
        .put("system_metrics", systemMetrics(span, result.usage()))
        .put("result", result.outputs())
        .end();
  }

  List<Value> nodes(FlowResult result) {
    var records = new ArrayList<Value>();
    result.nodes().forEach((name, node) -> records.add(node(name, node)));
    return records;
  }

  private Value.Mapping node(NodeName name, NodeResult node) {
    Fields head =
        new Fields()
            .put("node", name.value())
            .put("flow_run_id", run)
            .put("run_id", "%s_%s_%d".formatted(run, name.value(), index))
            .put("parent_run_id", run + "_" + index)
            .put("status", node.status())
            .put("index", index);
    return switch (node) {
      case NodeResult.Completed(var output, var logs, _, var span) ->
          ended(head.put("output", output).putNull("error"), logs, span);
      case NodeResult.Failed(NodeFailure failure, var logs, var span) ->
          ended(head.putNull("output").put("error", ResultJson.nodeError(failure)), logs, span);
      case NodeResult.Bypassed _, NodeResult.Canceled _ -> head.putNull("output").end();
    };
  }

  private static Value.Mapping ended(Fields head, List<String> logs, Span span) {
    return head.put("inputs", span.inputs())
        .put("start_time", span.start().toString())
        .put("end_time", span.end().toString())
        .put("api_calls", Value.of(List.of(call(span, span.inputs()))))
        .put("logs", ResultJson.texts(logs))
        .put("system_metrics", systemMetrics(span, span.usage()))
        .end();
  }

  private static Value.Mapping call(Span span, Value.Mapping inputs) {
    return new Fields()
        .put("name", span.name())
        .put("type", span.kind().label())
        .put("inputs", inputs)
        .put("output", span.output())
        .put("start_time", seconds(span.start()))
        .put("end_time", seconds(span.end()))
        .put("error", span.error())
        .put(
            "children",
            Value.of(span.children().stream().map(child -> call(child, child.inputs())).toList()))
        .end();
  }

  private static Value seconds(Instant time) {
    return Value.of(time.getEpochSecond() + time.getNano() / 1e9);
  }

  private static Value.Mapping systemMetrics(Span span, TokenUsage usage) {
    return new Fields()
        .put("duration", Value.of(span.duration().toNanos() / 1e9))
        .put("prompt_tokens", usage.prompt())
        .put("completion_tokens", usage.completion())
        .put("total_tokens", usage.total())
        .end();
  }

  private Value.Mapping withoutSecrets(Value.Mapping inputs) {
    var shown = new Fields();
    inputs.entries().forEach((name, value) -> shown.put(name, isSecret(name) ? HIDDEN : value));
    return shown.end();
  }

  private boolean isSecret(String input) {
    return graph.input(input).map(FlowInput::type).stream()
        .anyMatch(type -> type == ValueType.SECRET);
  }
}
