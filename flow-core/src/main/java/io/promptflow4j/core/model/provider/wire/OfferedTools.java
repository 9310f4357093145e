package io.promptflow4j.core.model.provider.wire;

import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a model may call, whether the flow says `tools` or the older `functions`.
///
/// @param functions the flow's own functions
/// @param others tools of other kinds, which are the vendor's own: they go over as they are
/// @param choice which of them has to be called; empty if the flow says nothing
public record OfferedTools(
    List<Function> functions, List<Value.Mapping> others, Optional<Choice> choice) {

  public OfferedTools {
    functions = List.copyOf(functions);
    others = List.copyOf(others);
  }

  /// One function.
  ///
  /// @param parameters its JSON schema; that of no parameters if the flow gives none
  public record Function(String name, Optional<String> description, Value.Mapping parameters) {}

  /// Which function has to be called.
  public sealed interface Choice {

    /// The model decides.
    record Free() implements Choice {}

    /// None may be called.
    record None() implements Choice {}

    /// At least one has to be called.
    record Any() implements Choice {}

    /// This one has to be called.
    record Named(String name) implements Choice {}

    /// Something in the vendor's own words.
    record Own(Value.Mapping words) implements Choice {}
  }

  /// Whether anything is offered.
  public boolean isEmpty() {
    return functions.isEmpty() && others.isEmpty();
  }

  static OfferedTools take(Translation asked) {
    Optional<Value> tools = asked.take("tools");
    Optional<Value> functions = asked.take("functions");
    Optional<Value> choice = asked.take("tool_choice").or(() -> asked.take("function_call"));
    var own = new ArrayList<Function>();
    var others = new ArrayList<Value.Mapping>();
    for (Value.Mapping tool : items(tools)) {
      Optional<Value.Mapping> function = JsonParts.mapping(tool, "function");
      function.ifPresentOrElse(given -> own.add(function(given, asked)), () -> others.add(tool));
    }
    items(functions).forEach(given -> own.add(function(given, asked)));
    return new OfferedTools(own, others, choice.map(OfferedTools::choice));
  }

  private static List<Value.Mapping> items(Optional<Value> list) {
    return list.map(items -> JsonParts.mappings(JsonParts.object("items", items), "items"))
        .orElse(List.of());
  }

  private static Function function(Value.Mapping given, Translation asked) {
    if (given.get("strict") == Value.Bool.TRUE) {
      asked.tell("'strict' of tools has no equal at %s and is not sent".formatted(asked.vendor()));
    }
    return new Function(
        JsonParts.text(given, "name").orElse(""),
        JsonParts.text(given, "description").filter(text -> !text.isBlank()),
        JsonParts.mapping(given, "parameters")
            .orElseGet(
                () -> JsonParts.object("type", "object", "properties", Value.Mapping.EMPTY)));
  }

  private static Choice choice(Value given) {
    return switch (given) {
      case Value.Text(var word) ->
          switch (word.strip()) {
            case "none" -> new Choice.None();
            case "required", "any" -> new Choice.Any();
            default -> new Choice.Free();
          };
      case Value.Mapping words ->
          JsonParts.mapping(words, "function")
              .flatMap(function -> JsonParts.text(function, "name"))
              .or(() -> JsonParts.text(words, "name").filter(_ -> words.get("type") == null))
              .<Choice>map(Choice.Named::new)
              .orElseGet(() -> new Choice.Own(words));
      default -> new Choice.Free();
    };
  }
}
