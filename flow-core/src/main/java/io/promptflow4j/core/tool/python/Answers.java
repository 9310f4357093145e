package io.promptflow4j.core.tool.python;

import io.promptflow4j.core.model.connection.Redaction;
import io.promptflow4j.core.model.cost.CostValue;
import io.promptflow4j.core.model.cost.UsageValue;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.tool.ToolSignature;
import io.promptflow4j.core.value.Images;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads what workers answer: signatures and results.
final class Answers {

  private Answers() {}

  /// What is known of each tool that was asked for.
  static List<PythonTools.Inspected> signatures(Value.Mapping answer) {
    return mappings(answer.get("found")).map(Answers::signature).toList();
  }

  private static PythonTools.Inspected signature(Value.Mapping told) {
    if (told.get("wrong") instanceof Value.Text(var code)) {
      return new PythonTools.Inspected.Wrong(
          number(told, "line"), number(told, "column"), code, text(told, "message"));
    }
    return new PythonTools.Inspected.Found(
        new ToolSignature(
            text(told, "name"),
            text(told, "description"),
            mappings(told.get("parameters")).map(Answers::parameter).toList(),
            told.get("more") == Value.Bool.TRUE,
            told.get("streams") == Value.Bool.TRUE),
        number(told, "line"));
  }

  /// What the code of tools reaches.
  static PythonTools.Reached reached(Value.Mapping answer) {
    return new PythonTools.Reached(
        spots(answer, "missing"),
        spots(answer, "absent"),
        spots(answer, "web"),
        spots(answer, "undefined"),
        spots(answer, "raises"),
        spots(answer, "unset"));
  }

  private static List<PythonTools.Reached.Spot> spots(Value.Mapping answer, String key) {
    return mappings(answer.get(key))
        .map(told ->
            new PythonTools.Reached.Spot(
                text(told, "name"),
                text(told, "package"),
                text(told, "file"),
                number(told, "line")))
        .toList();
  }

  private static ToolParameter parameter(Value.Mapping told) {
    return new ToolParameter(
        text(told, "name"),
        mappings(told.get("types")).flatMap(type -> type(type).stream()).toList(),
        told.get("required") == Value.Bool.TRUE,
        Optional.ofNullable(told.get("default")),
        told.get("setUp") == Value.Bool.TRUE);
  }

  private static Optional<ToolParameter.Type> type(Value.Mapping told) {
    if (told.get("connection") instanceof Value.Text(var className)) {
      return Optional.of(new ToolParameter.Type.OfConnection(className));
    }
    return ValueType.named(text(told, "value")).map(ToolParameter.Type.OfValue::new);
  }

  /// The result of a call, with `redaction` applied to all but the value itself.
  static ToolResult result(Value.Mapping answer, CallLog.Captured log, Redaction redaction) {
    Value value = orNull(answer.get("value"));
    Value.Mapping images = mapping(answer.get("images"));
    return new ToolResult(
        images.entries().isEmpty() ? value : restored(value, images),
        PythonFailures.lines(log, redaction),
        mapping(answer.get("metrics")).entries(),
        calls(answer, redaction));
  }

  /// What a call did inside, whatever came of it.
  static List<ToolResult.InnerCall> calls(Value.Mapping answer, Redaction redaction) {
    return mappings(answer.get("calls")).map(call -> innerCall(call, redaction)).toList();
  }

  /// `value` with pictures in place of the tokens that stand for them.
  static Value restored(Value value, Value.Mapping images) {
    return switch (value) {
      case Value.Text(var text) when images.get(text) instanceof Value.Mapping image ->
          image(image);
      case Value.Sequence(var items) ->
          Value.of(items.stream().map(item -> restored(item, images)).toList());
      case Value.Mapping(var entries) -> {
        var all = new LinkedHashMap<String, Value>();
        entries.forEach((key, item) -> all.put(key, restored(item, images)));
        yield new Value.Mapping(all);
      }
      case Value.Text _, Value.Whole _, Value.Decimal _, Value.Bool _, Value.Null _ -> value;
      case Value.Image image -> image;
    };
  }

  private static Value.Image image(Value.Mapping told) {
    boolean inline = told.get("url") == null;
    return Images.resolve(
        new Images.Reference(
            text(told, "mediaType"),
            inline ? Images.Form.BASE64 : Images.Form.URL,
            text(told, inline ? "base64" : "url")));
  }

  private static ToolResult.InnerCall innerCall(Value.Mapping told, Redaction redaction) {
    return new ToolResult.InnerCall(
        text(told, "name"),
        text(told, "kind"),
        instant(told.get("start")),
        instant(told.get("end") == null ? told.get("start") : told.get("end")),
        redaction.in(mapping(told.get("inputs"))) instanceof Value.Mapping(var inputs)
            ? inputs
            : Value.Mapping.EMPTY.entries(),
        redaction.in(orNull(told.get("output"))),
        redaction.in(text(told, "error")),
        mappings(told.get("children")).map(child -> innerCall(child, redaction)).toList(),
        UsageValue.read(told.get("usage")),
        Optional.ofNullable(told.get("cost")).map(CostValue::read));
  }

  private static Instant instant(@Nullable Value micros) {
    return micros instanceof Value.Whole(var number)
        ? Instant.EPOCH.plus(number.longValue(), ChronoUnit.MICROS)
        : Instant.EPOCH;
  }

  private static Value orNull(@Nullable Value value) {
    return value == null ? Value.Null.NULL : value;
  }

  private static Value.Mapping mapping(@Nullable Value value) {
    return value instanceof Value.Mapping mapping ? mapping : Value.Mapping.EMPTY;
  }

  private static Stream<Value.Mapping> mappings(@Nullable Value list) {
    return list instanceof Value.Sequence(var items)
        ? items.stream().filter(Value.Mapping.class::isInstance).map(Value.Mapping.class::cast)
        : Stream.empty();
  }

  private static String text(Value.Mapping told, String key) {
    return told.get(key) instanceof Value.Text(var text) ? text : "";
  }

  private static int number(Value.Mapping told, String key) {
    return told.get(key) instanceof Value.Whole whole ? whole.clampedToInt() : 0;
  }
}
