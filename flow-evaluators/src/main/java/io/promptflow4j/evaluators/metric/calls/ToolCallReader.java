package io.promptflow4j.evaluators.metric.calls;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;

/// Reads tool calls in the forms that providers and data sets write them:
///
/// - OpenAI's message with `tool_calls` (or the old `function_call`), or that list alone, each
///   `{"type": "function", "function": {"name": …, "arguments": "JSON text"}}`;
/// - Anthropic's content blocks `{"type": "tool_use", "name": …, "input": {…}}`;
/// - plain `{"name": …, "arguments": {…}}`, one or a list; also `args`, `parameters`, `input`, and
///   `tool` or `tool_name` for the name.
public final class ToolCallReader {

  private static final List<String> NAMES = List.of("name", "tool", "tool_name");
  private static final List<String> ARGUMENTS = List.of("arguments", "args", "parameters", "input");

  /// Ends the reading of one list; it doesn't leave this class.
  private static final class NotReadable extends Exception {
    private static final long serialVersionUID = 1;

    NotReadable(String why) {
      super(why);
    }
  }

  private ToolCallReader() {}

  /// Reads a JSON text.
  public static ToolCallReading read(String text) {
    try {
      return read(Json.read(text));
    } catch (JsonSyntaxException broken) {
      return new ToolCallReading.Unreadable("no JSON: " + broken.getMessage());
    }
  }

  public static ToolCallReading read(Value value) {
    try {
      return new ToolCallReading.Calls(calls(value));
    } catch (NotReadable problem) {
      return new ToolCallReading.Unreadable(String.valueOf(problem.getMessage()));
    }
  }

  private static List<ToolCall> calls(Value value) throws NotReadable {
    return switch (value) {
      case Value.Null _ -> List.of();
      case Value.Sequence(var items) -> each(items);
      case Value.Mapping mapping -> ofMessageOrCall(mapping);
      case Value.Text _, Value.Whole _, Value.Decimal _, Value.Bool _, Value.Image _ ->
          throw new NotReadable("a list of calls was expected");
    };
  }

  private static List<ToolCall> ofMessageOrCall(Value.Mapping mapping) throws NotReadable {
    for (String key : List.of("tool_calls", "function_call")) {
      Value listed = mapping.get(key);
      if (listed != null) {
        return calls(listed);
      }
    }
    if (mapping.get("role") == null) {
      return List.of(call(mapping));
    }
    return mapping.get("content") instanceof Value.Sequence(var blocks) ? each(blocks) : List.of();
  }

  private static List<ToolCall> each(List<Value> items) throws NotReadable {
    var calls = new ArrayList<ToolCall>();
    for (Value item : items) {
      if (!(item instanceof Value.Mapping call)) {
        throw new NotReadable("call %d is no mapping".formatted(calls.size() + 1));
      }
      if (!(call.get("type") instanceof Value.Text(var type) && isOtherBlock(type))) {
        calls.add(call(call));
      }
    }
    return calls;
  }

  private static boolean isOtherBlock(String type) {
    return type.equals("text") || type.equals("thinking");
  }

  private static ToolCall call(Value.Mapping call) throws NotReadable {
    if (call.get("function") instanceof Value.Mapping function) {
      return call(function);
    }
    for (String key : NAMES) {
      if (call.get(key) instanceof Value.Text(var name)) {
        return new ToolCall(name, arguments(name, call));
      }
    }
    throw new NotReadable("a call has no name");
  }

  private static Value.Mapping arguments(String name, Value.Mapping call) throws NotReadable {
    for (String key : ARGUMENTS) {
      Value arguments = call.get(key);
      if (arguments instanceof Value.Text(var text)) {
        return text.isBlank() ? Value.Mapping.EMPTY : parsed(name, text);
      }
      if (arguments instanceof Value.Mapping mapping) {
        return mapping;
      }
      if (arguments != null && arguments != Value.Null.NULL) {
        throw new NotReadable("the arguments of '%s' are no mapping".formatted(name));
      }
    }
    return Value.Mapping.EMPTY;
  }

  private static Value.Mapping parsed(String name, String text) throws NotReadable {
    try {
      if (Json.read(text) instanceof Value.Mapping mapping) {
        return mapping;
      }
    } catch (JsonSyntaxException broken) {
      throw new NotReadable(
          "the arguments of '%s' are no JSON: %s".formatted(name, broken.getMessage()));
    }
    throw new NotReadable("the arguments of '%s' are no mapping".formatted(name));
  }
}
