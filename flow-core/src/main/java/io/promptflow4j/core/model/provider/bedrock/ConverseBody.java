package io.promptflow4j.core.model.provider.bedrock;

import static io.promptflow4j.core.model.provider.wire.JsonParts.object;

import io.promptflow4j.core.model.provider.wire.ChatTurns;
import io.promptflow4j.core.model.provider.wire.OfferedTools;
import io.promptflow4j.core.model.provider.wire.Translation;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/// Makes the body of one request. What OpenAI does not know goes to the model behind the service.
final class ConverseBody {

  private static final Set<String> BESIDE =
      Set.of("guardrailConfig", "performanceConfig", "requestMetadata", "serviceTier");

  private final Translation asked;
  private final SequencedMap<String, Value> body = new LinkedHashMap<>();

  ConverseBody(Translation asked) {
    this.asked = asked;
  }

  Value.Mapping read() {
    var system = new ArrayList<String>();
    Value.Sequence turns =
        ChatTurns.read(ConverseBlocks.WORDS, ConverseBlocks.BLOCKS, asked, system);
    answerForm(system);
    if (!system.isEmpty()) {
      body.put("system", Value.of(system.stream().map(text -> object("text", text)).toList()));
    }
    body.put("messages", turns);
    inference();
    tools();
    asked.leaveOut("n", "one answer is given");
    var more = new LinkedHashMap<String, Value>();
    asked.rest().forEach((name, value) -> (BESIDE.contains(name) ? body : more).put(name, value));
    if (!more.isEmpty()) {
      body.put("additionalModelRequestFields", new Value.Mapping(more));
    }
    return new Value.Mapping(body);
  }

  private void answerForm(List<String> system) {
    asked
        .takeJsonSchema()
        .ifPresent(schema -> {
          system.add(
              "Answer with one JSON object and nothing else: no words before or after it, no code"
                  + " fence."
                  + (Translation.isAnyObject(schema)
                      ? ""
                      : " Its JSON schema: " + Json.write(schema)));
          asked.tell(
              "Bedrock has no 'response_format'; the model is told in the system prompt to answer"
                  + " in JSON");
        });
  }

  private void inference() {
    var inference = new LinkedHashMap<String, Value>();
    asked.takeMaxTokens().ifPresent(limit -> inference.put("maxTokens", limit));
    asked
        .take("temperature")
        .filter(value -> !isOne(value))
        .ifPresent(value -> inference.put("temperature", value));
    asked
        .take("top_p")
        .filter(value -> !isOne(value))
        .ifPresent(value -> inference.put("topP", value));
    asked.takeStops().ifPresent(stops -> inference.put("stopSequences", stops));
    if (!inference.isEmpty()) {
      body.put("inferenceConfig", new Value.Mapping(inference));
    }
  }

  /// What prompt flow sends where a flow says nothing; some models refuse to be given both.
  private static boolean isOne(Value value) {
    return value.equals(Value.of(1.0)) || value.equals(Value.of(1));
  }

  private void tools() {
    OfferedTools offered = asked.takeTools();
    if (offered.isEmpty()) {
      return;
    }
    var tools = new ArrayList<Value>();
    offered.functions().forEach(function -> tools.add(tool(function)));
    tools.addAll(offered.others());
    var config = new LinkedHashMap<String, Value>();
    config.put("tools", new Value.Sequence(tools));
    offered
        .choice()
        .ifPresent(choice -> {
          switch (choice) {
            case OfferedTools.Choice.Free() ->
                config.put("toolChoice", object("auto", Value.Mapping.EMPTY));
            case OfferedTools.Choice.Any() ->
                config.put("toolChoice", object("any", Value.Mapping.EMPTY));
            case OfferedTools.Choice.Named(var name) ->
                config.put("toolChoice", object("tool", object("name", name)));
            case OfferedTools.Choice.Own(var words) -> config.put("toolChoice", words);
            case OfferedTools.Choice.None() -> config.clear(); // offered nothing, calls nothing
          }
        });
    if (!config.isEmpty()) {
      body.put("toolConfig", new Value.Mapping(config));
    }
  }

  private static Value tool(OfferedTools.Function function) {
    var tool = new LinkedHashMap<String, Value>();
    tool.put("name", Value.of(function.name()));
    function.description().ifPresent(text -> tool.put("description", Value.of(text)));
    tool.put("inputSchema", object("json", function.parameters()));
    return object("toolSpec", new Value.Mapping(tool));
  }
}
