package io.promptflow4j.core.run.adoption;

import io.promptflow4j.core.value.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The detail of a row, made of what prompt flow wrote on its nodes and their calls.
///
/// Its shape is that of rows that were run here: `nodes`, `warnings` and a tree of spans, `trace`.
/// The calls are in `api_calls`: below one of the whole flow, or in older folders those of the
/// nodes alone. Where there are none, the records of the nodes stand in for them.
final class RecordedDetail {

  private static final List<String> TOKENS =
      List.of("prompt_tokens", "completion_tokens", "total_tokens");

  private RecordedDetail() {}

  /// Nothing if nothing is on record.
  ///
  /// @param row its record; may be empty
  /// @param nodes the records of its nodes
  static Value.Mapping ofRow(Value.Mapping row, SequencedMap<String, Value.Mapping> nodes) {
    List<Value> calls = calls(row);
    if (calls.isEmpty() && nodes.isEmpty()) {
      return Value.Mapping.EMPTY;
    }
    var detail = new LinkedHashMap<String, Value>();
    detail.put("nodes", results(nodes));
    detail.put("warnings", Value.of(List.of()));
    detail.put("trace", span("flow", "Flow", row, calls.isEmpty() ? spans(nodes) : calls));
    return new Value.Mapping(detail);
  }

  /// What nodes came to that saw all rows.
  static Value.Mapping ofAggregation(
      SequencedMap<String, Value.Mapping> nodes, Value.Mapping metrics) {
    var detail = new LinkedHashMap<String, Value>();
    detail.put("nodes", results(nodes));
    detail.put("metrics", metrics);
    detail.put("trace", Value.of(spans(nodes)));
    return new Value.Mapping(detail);
  }

  private static Value results(SequencedMap<String, Value.Mapping> nodes) {
    var results = new LinkedHashMap<String, Value>();
    nodes.forEach((name, record) -> {
      var result = new LinkedHashMap<String, Value>();
      result.put("status", known(record.get("status")));
      result.put("output", known(record.get("output")));
      result.put("error", error(name, record));
      String printed = RowFolder.text(RowFolder.mapping(record, "logs"), "stdout");
      result.put("logs", Value.of(printed.lines().<Value>map(Value::of).toList()));
      results.put(name, new Value.Mapping(result));
    });
    return new Value.Mapping(results);
  }

  private static Value error(String node, Value.Mapping record) {
    if (!(record.get("error") instanceof Value.Mapping error)) {
      return Value.Null.NULL;
    }
    var told = new LinkedHashMap<String, Value>();
    told.put("code", Value.of("node-failed"));
    told.put("message", known(error.get("message")));
    told.put("node", Value.of(node));
    return new Value.Mapping(told);
  }

  private static List<Value> spans(SequencedMap<String, Value.Mapping> nodes) {
    return nodes.entrySet().stream()
        .flatMap(node -> {
          List<Value> calls = calls(node.getValue());
          return calls.isEmpty()
              ? Stream.of(span(node.getKey(), "Tool", node.getValue(), List.of()))
              : calls.stream();
        })
        .toList();
  }

  /// The calls of nodes that a record names, each called as its node.
  private static List<Value> calls(Value.Mapping record) {
    return mappings(record.get("api_calls"))
        .flatMap(call ->
            RowFolder.text(call, "type").equals("Flow")
                ? mappings(call.get("children"))
                : Stream.of(call))
        .map(call -> {
          String node = RowFolder.text(call, "node_name");
          String name = node.isEmpty() ? RowFolder.text(call, "name") : node;
          return span(name, "Tool", call, children(call));
        })
        .toList();
  }

  private static List<Value> children(Value.Mapping call) {
    return mappings(call.get("children"))
        .map(child ->
            span(
                RowFolder.text(child, "name"),
                RowFolder.text(child, "type"),
                child,
                children(child)))
        .toList();
  }

  /// @param told the record that says what went in and came out, and when
  private static Value span(String name, String type, Value.Mapping told, List<Value> children) {
    var span = new LinkedHashMap<String, Value>();
    span.put("name", Value.of(name));
    span.put("type", Value.of(type));
    span.put("start_time", time(told.get("start_time")));
    span.put("end_time", time(told.get("end_time")));
    span.put(
        "inputs",
        told.get("inputs") instanceof Value.Mapping inputs ? inputs : Value.Mapping.EMPTY);
    span.put("output", known(told.get("output")));
    span.put(
        "error",
        told.get("error") instanceof Value.Mapping error
            ? known(error.get("message"))
            : Value.Null.NULL);
    span.put("usage", usage(RowFolder.mapping(told, "system_metrics")));
    span.put("cost", Value.Null.NULL);
    span.put("children", Value.of(children));
    return new Value.Mapping(span);
  }

  /// Calls are timed in seconds since 1970, records in text.
  private static Value time(@Nullable Value written) {
    Instant time =
        switch (written) {
          case Value.Decimal(double seconds) ->
              Instant.EPOCH.plusNanos(BigDecimal.valueOf(seconds).movePointRight(9).longValue());
          case Value.Whole seconds -> Instant.ofEpochSecond(seconds.number().longValue());
          case null, default -> RowFolder.time(written);
        };
    return Value.of(time.toString());
  }

  private static Value usage(Value.Mapping metrics) {
    var usage = new LinkedHashMap<String, Value>();
    TOKENS.forEach(kind ->
        usage.put(kind, metrics.get(kind) instanceof Value.Whole found ? found : Value.of(0)));
    return new Value.Mapping(usage);
  }

  private static Stream<Value.Mapping> mappings(@Nullable Value list) {
    return list instanceof Value.Sequence(var items)
        ? items.stream().filter(Value.Mapping.class::isInstance).map(Value.Mapping.class::cast)
        : Stream.of();
  }

  private static Value known(@Nullable Value value) {
    return value == null ? Value.Null.NULL : value;
  }
}
