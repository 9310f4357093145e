package io.promptflow4j.core.model.provider.gemini;

import static io.promptflow4j.core.model.provider.wire.JsonParts.object;

import io.promptflow4j.core.model.provider.wire.ChatTurns;
import io.promptflow4j.core.model.provider.wire.OfferedTools;
import io.promptflow4j.core.model.provider.wire.Translation;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/// Makes the body of one request.
final class ContentBody {

  /// OpenAI's names and those of the `generationConfig`.
  private static final Map<String, String> CONFIG =
      Map.of(
          "temperature", "temperature",
          "top_p", "topP",
          "top_k", "topK",
          "n", "candidateCount",
          "seed", "seed",
          "presence_penalty", "presencePenalty",
          "frequency_penalty", "frequencyPenalty",
          "top_logprobs", "logprobs",
          "logprobs", "responseLogprobs");

  /// Settings of the vendor that stand beside the `generationConfig`.
  private static final Set<String> BESIDE =
      Set.of("safetySettings", "cachedContent", "generationConfig", "labels", "serviceTier");

  private final Translation asked;
  private final SequencedMap<String, Value> config = new LinkedHashMap<>();
  private final SequencedMap<String, Value> body = new LinkedHashMap<>();

  ContentBody(Translation asked) {
    this.asked = asked;
  }

  Value.Mapping read() {
    var system = new ArrayList<String>();
    Value.Sequence contents = ChatTurns.read(ContentParts.WORDS, new ContentParts(), asked, system);
    if (!system.isEmpty()) {
      body.put("systemInstruction", object("parts", texts(system)));
    }
    body.put("contents", contents);
    tools();
    config();
    asked.leaveOut("reasoning_effort", "give 'thinkingConfig' instead");
    asked.leaveOut("parallel_tool_calls", "");
    asked.rest().forEach((name, value) -> (BESIDE.contains(name) ? body : config).put(name, value));
    if (!config.isEmpty()) {
      var all = new LinkedHashMap<>(config);
      if (body.get("generationConfig") instanceof Value.Mapping own) {
        all.putAll(own.entries());
      }
      body.put("generationConfig", new Value.Mapping(all));
    }
    return new Value.Mapping(body);
  }

  private static Value texts(List<String> texts) {
    return Value.of(texts.stream().map(text -> object("text", text)).toList());
  }

  private void config() {
    for (String name : List.of("presence_penalty", "frequency_penalty")) {
      asked.take(name).filter(value -> !isZero(value)).ifPresent(value -> put(name, value));
    }
    asked.take("n").filter(value -> !value.equals(Value.of(1))).ifPresent(n -> put("n", n));
    CONFIG.keySet().stream()
        .sorted()
        .forEach(name -> asked.take(name).ifPresent(value -> put(name, value)));
    asked.takeMaxTokens().ifPresent(limit -> config.put("maxOutputTokens", limit));
    asked.takeStops().ifPresent(stops -> config.put("stopSequences", stops));
    asked
        .takeJsonSchema()
        .ifPresent(schema -> {
          config.put("responseMimeType", Value.of("application/json"));
          if (!Translation.isAnyObject(schema)) {
            config.put("responseJsonSchema", schema);
          }
        });
  }

  private void put(String name, Value value) {
    config.put(CONFIG.getOrDefault(name, name), value);
  }

  private static boolean isZero(Value value) {
    return switch (value) {
      case Value.Decimal(var number) -> number == 0;
      case Value.Whole(var number) -> number.signum() == 0;
      default -> false;
    };
  }

  private void tools() {
    OfferedTools offered = asked.takeTools();
    if (offered.isEmpty()) {
      return;
    }
    var tools = new ArrayList<Value>();
    if (!offered.functions().isEmpty()) {
      tools.add(
          object(
              "functionDeclarations",
              Value.of(offered.functions().stream().map(ContentBody::declaration).toList())));
    }
    tools.addAll(offered.others());
    body.put("tools", new Value.Sequence(tools));
    offered
        .choice()
        .ifPresent(
            choice -> body.put("toolConfig", object("functionCallingConfig", calling(choice))));
  }

  private static Value.Mapping declaration(OfferedTools.Function function) {
    var declaration = new LinkedHashMap<String, Value>();
    declaration.put("name", Value.of(function.name()));
    function.description().ifPresent(text -> declaration.put("description", Value.of(text)));
    declaration.put("parametersJsonSchema", function.parameters());
    return new Value.Mapping(declaration);
  }

  private static Value.Mapping calling(OfferedTools.Choice choice) {
    return switch (choice) {
      case OfferedTools.Choice.Free() -> object("mode", "AUTO");
      case OfferedTools.Choice.None() -> object("mode", "NONE");
      case OfferedTools.Choice.Any() -> object("mode", "ANY");
      case OfferedTools.Choice.Named(var name) ->
          object("mode", "ANY", "allowedFunctionNames", Value.of(List.of(Value.of(name))));
      case OfferedTools.Choice.Own(var words) -> words;
    };
  }
}
