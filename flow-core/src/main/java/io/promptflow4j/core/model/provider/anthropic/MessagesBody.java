package io.promptflow4j.core.model.provider.anthropic;

import static io.promptflow4j.core.model.provider.wire.JsonParts.object;

import io.promptflow4j.core.model.provider.wire.ChatTurns;
import io.promptflow4j.core.model.provider.wire.OfferedTools;
import io.promptflow4j.core.model.provider.wire.Translation;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Makes the body of one request.
final class MessagesBody {

  /// The service has to be told a limit; this one is below that of every model.
  private static final Value DEFAULT_MAX_TOKENS = Value.of(4096);

  private static final String JSON_ONLY =
      "Answer with one JSON object and nothing else: no words before or after it, no code fence.";

  private final Translation asked;
  private final SequencedMap<String, Value> body = new LinkedHashMap<>();
  private final List<String> system = new ArrayList<>();

  MessagesBody(Translation asked) {
    this.asked = asked;
  }

  Value.Mapping read() {
    body.put("model", Value.of(asked.model()));
    body.put("max_tokens", asked.takeMaxTokens().orElseGet(this::defaultLimit));
    Value.Sequence turns = ChatTurns.read(MessageBlocks.WORDS, MessageBlocks.BLOCKS, asked, system);
    answerForm();
    if (!system.isEmpty()) {
      body.put("system", Value.of(String.join("\n\n", system)));
    }
    body.put("messages", turns);
    sampling();
    tools();
    asked.take("user").ifPresent(user -> body.put("metadata", object("user_id", user)));
    asked.leaveOut("reasoning_effort", "give 'thinking' instead");
    asked.leaveOut("n", "one answer is given");
    body.putAll(asked.rest());
    if (asked.isStreamed()) {
      body.put("stream", Value.Bool.TRUE);
    }
    return new Value.Mapping(body);
  }

  private Value defaultLimit() {
    asked.tell("Anthropic wants to know how much may be written; without 'max_tokens' it is 4096");
    return DEFAULT_MAX_TOKENS;
  }

  private void answerForm() {
    Optional<Value.Mapping> schema = asked.takeJsonSchema();
    if (schema.filter(Translation::isAnyObject).isPresent()) {
      system.add(JSON_ONLY);
      asked.tell(
          "Anthropic has no 'response_format' without a schema; the model is told in the system"
              + " prompt to answer in JSON");
    } else {
      schema.ifPresent(given ->
          body.put(
              "output_config", object("format", object("type", "json_schema", "schema", given))));
    }
  }

  /// What prompt flow sends where a flow says nothing, 1.0 for both, is what the service does
  /// anyway; newer models refuse to be given both.
  private void sampling() {
    asked
        .take("temperature")
        .map(this::upToOne)
        .filter(value -> !isOne(value))
        .ifPresent(value -> body.put("temperature", value));
    asked.take("top_p").filter(value -> !isOne(value)).ifPresent(value -> body.put("top_p", value));
    asked.takeStops().ifPresent(stops -> body.put("stop_sequences", stops));
  }

  private Value upToOne(Value temperature) {
    if (decimal(temperature) <= 1) {
      return temperature;
    }
    asked.tell("Anthropic takes a 'temperature' up to 1; 1 is used for a higher one");
    return Value.of(1.0);
  }

  private static boolean isOne(Value value) {
    return decimal(value) == 1;
  }

  private static double decimal(Value value) {
    return switch (value) {
      case Value.Decimal(var number) -> number;
      case Value.Whole(var number) -> number.doubleValue();
      default -> Double.NaN;
    };
  }

  private void tools() {
    OfferedTools offered = asked.takeTools();
    boolean oneAtATime =
        asked.take("parallel_tool_calls").filter(Value.Bool.FALSE::equals).isPresent();
    if (offered.isEmpty()) {
      return;
    }
    var tools = new ArrayList<Value>(offered.others());
    offered.functions().forEach(function -> tools.add(tool(function)));
    body.put("tools", new Value.Sequence(tools));
    var choice =
        new LinkedHashMap<>(offered.choice().map(MessagesBody::choice).orElse(free()).entries());
    if (oneAtATime) {
      choice.put("disable_parallel_tool_use", Value.Bool.TRUE);
    }
    if (oneAtATime || offered.choice().isPresent()) {
      body.put("tool_choice", new Value.Mapping(choice));
    }
  }

  private static Value tool(OfferedTools.Function function) {
    var tool = new LinkedHashMap<String, Value>();
    tool.put("name", Value.of(function.name()));
    function.description().ifPresent(text -> tool.put("description", Value.of(text)));
    tool.put("input_schema", function.parameters());
    return new Value.Mapping(tool);
  }

  private static Value.Mapping free() {
    return object("type", "auto");
  }

  private static Value.Mapping choice(OfferedTools.Choice choice) {
    return switch (choice) {
      case OfferedTools.Choice.Free() -> free();
      case OfferedTools.Choice.None() -> object("type", "none");
      case OfferedTools.Choice.Any() -> object("type", "any");
      case OfferedTools.Choice.Named(var name) -> object("type", "tool", "name", name);
      case OfferedTools.Choice.Own(var words) -> words;
    };
  }
}
