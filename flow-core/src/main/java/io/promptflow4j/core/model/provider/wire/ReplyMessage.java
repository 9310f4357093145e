package io.promptflow4j.core.model.provider.wire;

import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.List;

/// The message of a reply as prompt flow hands it on when tools or functions were offered: every
/// field of OpenAI's Python client in its order, `None` where the service said nothing, then
/// whatever else the service sent.
public final class ReplyMessage {

  private static final List<String> FIELDS =
      List.of("content", "refusal", "role", "annotations", "audio", "function_call", "tool_calls");

  private ReplyMessage() {}

  public static Value.Mapping of(Value.Mapping sent) {
    var entries = new LinkedHashMap<String, Value>();
    for (String field : FIELDS) {
      Value value = sent.entries().getOrDefault(field, Value.Null.NULL);
      entries.put(
          field,
          switch (field) {
            case "function_call" -> ordered(value, "arguments", "name");
            case "tool_calls" -> toolCalls(value);
            default -> value;
          });
    }
    sent.entries().forEach(entries::putIfAbsent);
    return new Value.Mapping(entries);
  }

  private static Value toolCalls(Value calls) {
    if (!(calls instanceof Value.Sequence(var items))) {
      return calls;
    }
    return Value.of(items.stream().map(ReplyMessage::toolCall).toList());
  }

  private static Value toolCall(Value call) {
    if (ordered(call, "id", "function", "type") instanceof Value.Mapping mapping
        && mapping.get("function") instanceof Value.Mapping function) {
      var entries = new LinkedHashMap<>(mapping.entries());
      entries.put("function", ordered(function, "arguments", "name"));
      return new Value.Mapping(entries);
    }
    return call;
  }

  /// The same mapping with some keys first; anything else as it is.
  private static Value ordered(Value value, String... first) {
    if (!(value instanceof Value.Mapping mapping)) {
      return value;
    }
    var entries = new LinkedHashMap<String, Value>();
    for (String key : first) {
      Value item = mapping.get(key);
      if (item != null) {
        entries.put(key, item);
      }
    }
    mapping.entries().forEach(entries::putIfAbsent);
    return new Value.Mapping(entries);
  }
}
