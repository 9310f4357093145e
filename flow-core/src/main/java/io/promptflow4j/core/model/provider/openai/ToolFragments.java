package io.promptflow4j.core.model.provider.openai;

import io.promptflow4j.core.model.provider.wire.JsonParts;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts the tool and function calls of a streamed answer together. Owned by the thread that reads
/// the stream.
final class ToolFragments {

  private static final class Call {
    private String id = "";
    private final StringBuilder name = new StringBuilder();
    private final StringBuilder arguments = new StringBuilder();

    void add(Value.Mapping part) {
      JsonParts.text(part, "name").ifPresent(name::append);
      JsonParts.text(part, "arguments").ifPresent(arguments::append);
    }

    Value.Mapping function() {
      var entries = new LinkedHashMap<String, Value>();
      entries.put("arguments", Value.of(arguments.toString()));
      entries.put("name", Value.of(name.toString()));
      return new Value.Mapping(entries);
    }
  }

  private final Map<Integer, Call> calls = new TreeMap<>();
  private @Nullable Call function;

  /// Adds a part of a tool's call; one that does not say whose it is belongs to the last call.
  void addCall(Value.Mapping part) {
    int index =
        part.get("index") instanceof Value.Whole whole
            ? whole.clampedToInt()
            : Math.max(0, calls.size() - 1);
    Call call = calls.computeIfAbsent(index, _ -> new Call());
    JsonParts.text(part, "id").filter(id -> !id.isEmpty()).ifPresent(id -> call.id = id);
    JsonParts.mapping(part, "function").ifPresent(call::add);
  }

  /// Adds a part of the call of a function, as there was one before tools.
  void addFunction(Value.Mapping part) {
    if (function == null) {
      function = new Call();
    }
    function.add(part);
  }

  /// Adds what was called to a message.
  void addTo(Map<String, Value> message) {
    if (function != null) {
      message.put("function_call", function.function());
    }
    if (!calls.isEmpty()) {
      message.put(
          "tool_calls", Value.of(calls.values().stream().map(ToolFragments::call).toList()));
    }
  }

  private static Value.Mapping call(Call call) {
    var entries = new LinkedHashMap<String, Value>();
    entries.put("id", Value.of(call.id));
    entries.put("function", call.function());
    entries.put("type", Value.of("function"));
    return new Value.Mapping(entries);
  }
}
