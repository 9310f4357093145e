package io.promptflow4j.evaluators.metric.calls;

import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.metric.validity.SchemaValidity;
import io.promptflow4j.evaluators.metric.validity.Validity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The tools that a model was told of, and whether its calls fit them: each call names one of them
/// and its arguments fit that tool's JSON Schema.
public final class DeclaredTools {

  private final Map<String, SchemaValidity> schemas = new LinkedHashMap<>();

  /// Reads OpenAI's `tools` (`[{"type": "function", "function": {"name", "parameters"}}]`), the
  /// same without the outer mapping, or Anthropic's with `input_schema`.
  ///
  /// @throws IllegalArgumentException if it is no list of named tools or a schema is none
  public DeclaredTools(Value tools) {
    if (!(tools instanceof Value.Sequence(var items))) {
      throw new IllegalArgumentException("tools are declared in a list");
    }
    items.forEach(this::add);
  }

  private void add(Value item) {
    Value.Mapping tool =
        item instanceof Value.Mapping outer && outer.get("function") instanceof Value.Mapping inner
            ? inner
            : item instanceof Value.Mapping mapping ? mapping : Value.Mapping.EMPTY;
    if (!(tool.get("name") instanceof Value.Text(var name))) {
      throw new IllegalArgumentException("a declared tool has no name");
    }
    Value parameters = tool.get("parameters");
    Value schema = parameters == null ? tool.get("input_schema") : parameters;
    schemas.put(name, new SchemaValidity(schema == null ? Value.Mapping.EMPTY : schema));
  }

  public Validity check(ToolCall call) {
    SchemaValidity schema = schemas.get(call.name());
    if (schema == null) {
      return new Validity.Invalid("no tool is named '" + call.name() + "'");
    }
    return switch (schema.check(call.arguments())) {
      case Validity.Valid valid -> valid;
      case Validity.Invalid(var why) ->
          new Validity.Invalid("arguments of '" + call.name() + "': " + why);
    };
  }

  /// Every call fits; no call at all is invalid, because a call was asked about.
  public Validity check(ToolCallReading reading) {
    return switch (reading) {
      case ToolCallReading.Unreadable(var why) -> new Validity.Invalid(why);
      case ToolCallReading.Calls(var calls) when calls.isEmpty() ->
          new Validity.Invalid("there is no call");
      case ToolCallReading.Calls(var calls) -> checkAll(calls);
    };
  }

  private Validity checkAll(List<ToolCall> calls) {
    var problems = new ArrayList<String>();
    for (ToolCall call : calls) {
      if (check(call) instanceof Validity.Invalid(var why)) {
        problems.add(why);
      }
    }
    return problems.isEmpty()
        ? Validity.Valid.VALID
        : new Validity.Invalid(String.join("; ", problems));
  }
}
