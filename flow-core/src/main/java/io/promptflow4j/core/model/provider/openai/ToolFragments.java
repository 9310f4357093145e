package io.promptflow4j.core.model.provider.openai;

import dev.langchain4j.model.openai.internal.chat.FunctionCall;
import dev.langchain4j.model.openai.internal.chat.ToolCall;
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

    void add(@Nullable FunctionCall part) {
      if (part != null) {
        name.append(part.name() == null ? "" : part.name());
        arguments.append(part.arguments() == null ? "" : part.arguments());
      }
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

  void add(ToolCall part) {
    int index = part.index() == null ? Math.max(0, calls.size() - 1) : part.index();
    Call call = calls.computeIfAbsent(index, _ -> new Call());
    if (part.id() != null && !part.id().isEmpty()) {
      call.id = part.id();
    }
    call.add(part.function());
  }

  void add(FunctionCall part) {
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
