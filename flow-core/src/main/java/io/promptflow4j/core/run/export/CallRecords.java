package io.promptflow4j.core.run.export;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;

/// The spans of a row's detail as prompt flow's `api_calls`.
final class CallRecords {

  private CallRecords() {}

  /// A node's own call.
  ///
  /// @param node the node it belongs to
  static Value.Mapping of(Value.Mapping span, String node) {
    return of(span, node, "");
  }

  /// @param parent the id of the call that made it; empty for that of the node itself
  private static Value.Mapping of(Value.Mapping span, String node, String parent) {
    String id = id(span, node, parent);
    return new Entries()
        .put("name", Entries.text(span, "name"))
        .put("type", Entries.text(span, "type"))
        .put("inputs", Entries.value(span, "inputs"))
        .put("output", Entries.value(span, "output"))
        .put("start_time", seconds(Entries.text(span, "start_time")))
        .put("end_time", seconds(Entries.text(span, "end_time")))
        .put("error", error(span))
        .put(
            "children", Value.of(children(span).stream().<Value>map(c -> of(c, node, id)).toList()))
        .put("node_name", node)
        .put("parent_id", parent)
        .put("id", id)
        .put("system_metrics", metrics(span))
        .end();
  }

  /// The same wherever the call is written, so that records of rows and of nodes can be joined.
  private static String id(Value.Mapping span, String node, String parent) {
    String told = "%s\n%s\n%s".formatted(node, parent, Json.write(span));
    return UUID.nameUUIDFromBytes(told.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /// The span of a whole row, whose children are its nodes.
  static Value.Mapping ofFlow(Value.Mapping span) {
    List<Value> nodes =
        children(span).stream()
            .<Value>map(child -> of(child, Entries.text(child, "name")))
            .toList();
    return new Entries()
        .put("name", "flow")
        .put("node_name", "flow")
        .put("type", "Flow")
        .put("start_time", seconds(Entries.text(span, "start_time")))
        .put("end_time", seconds(Entries.text(span, "end_time")))
        .put("children", Value.of(nodes))
        .put("system_metrics", metrics(span))
        .put("inputs", Entries.value(span, "inputs"))
        .put("output", Entries.value(span, "output"))
        .put("error", error(span))
        .end();
  }

  /// Duration and tokens.
  static Value.Mapping metrics(Value.Mapping span) {
    Value.Mapping usage = Entries.mapping(span, "usage");
    return new Entries()
        .put("duration", Value.of(duration(span).toNanos() / 1e9))
        .put("prompt_tokens", number(usage, "prompt_tokens"))
        .put("completion_tokens", number(usage, "completion_tokens"))
        .put("total_tokens", number(usage, "total_tokens"))
        .end();
  }

  private static Value number(Value.Mapping usage, String key) {
    return usage.get(key) instanceof Value.Whole found ? found : Value.of(0);
  }

  private static Duration duration(Value.Mapping span) {
    return Duration.between(
        instant(Entries.text(span, "start_time")), instant(Entries.text(span, "end_time")));
  }

  private static Value error(Value.Mapping span) {
    return span.get("error") instanceof Value.Text(var message)
        ? new Entries().put("message", message).put("type", "ToolExecutionError").end()
        : Value.Null.NULL;
  }

  static List<Value.Mapping> children(Value.Mapping span) {
    return span.get("children") instanceof Value.Sequence(var items)
        ? items.stream()
            .filter(Value.Mapping.class::isInstance)
            .map(Value.Mapping.class::cast)
            .toList()
        : List.of();
  }

  private static Value seconds(String time) {
    Instant instant = instant(time);
    return Value.of(instant.getEpochSecond() + instant.getNano() / 1e9);
  }

  private static Instant instant(String time) {
    try {
      return Instant.parse(time);
    } catch (DateTimeParseException _) { // a span that never began
      return Instant.EPOCH;
    }
  }
}
