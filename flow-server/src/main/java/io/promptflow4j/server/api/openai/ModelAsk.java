package io.promptflow4j.server.api.openai;

import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelParameters;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// A request for a chat completion of a model, read strictly: what isn't known here is refused by
/// name, so that nobody thinks it was heeded.
///
/// @param model its name
/// @param parameters what goes to the service besides the messages, without the model's name
/// @param isStream whether the answer comes in pieces
/// @param usageAtEnd whether a stream ends with what it took
public record ModelAsk(
    String model,
    List<ChatMessage> messages,
    ModelParameters parameters,
    boolean isStream,
    boolean usageAtEnd) {

  private static final Set<String> SETTINGS =
      Set.of(
          "temperature",
          "top_p",
          "max_tokens",
          "max_completion_tokens",
          "stop",
          "presence_penalty",
          "frequency_penalty",
          "logit_bias",
          "user",
          "seed",
          "response_format",
          "tools",
          "tool_choice",
          "functions",
          "function_call",
          "parallel_tool_calls",
          "reasoning_effort");

  /// Said by many clients, and of no meaning here.
  private static final Set<String> PASSED_OVER =
      Set.of("metadata", "store", "service_tier", "safety_identifier", "prompt_cache_key");

  private static final Set<String> OWN =
      Set.of("model", "messages", "stream", "stream_options", "n");

  public ModelAsk {
    messages = List.copyOf(messages);
  }

  /// Reads the body of a request.
  ///
  /// @throws FaultException if it is none
  public static ModelAsk read(Value.Mapping body) {
    String model = Messages.text(body, "model").orElseThrow(() -> missing("model"));
    if (body.get("n") instanceof Value.Whole number && number.clampedToInt() != 1) {
      throw new FaultException(
          Fault.of(400, "unsupported-value", "One answer at a time: n has to be 1.", "n"));
    }
    if (!(body.get("messages") instanceof Value.Sequence(var items)) || items.isEmpty()) {
      throw missing("messages");
    }
    var messages = new ArrayList<ChatMessage>();
    for (int i = 0; i < items.size(); i++) {
      messages.add(new ModelMessage(i).read(items.get(i)));
    }
    boolean usage =
        body.get("stream_options") instanceof Value.Mapping options
            && options.get("include_usage") == Value.Bool.TRUE;
    return new ModelAsk(
        model, messages, parameters(body), body.get("stream") == Value.Bool.TRUE, usage);
  }

  private static ModelParameters parameters(Value.Mapping body) {
    var given = new LinkedHashMap<String, Value>();
    body.entries()
        .forEach((name, value) -> {
          if (SETTINGS.contains(name)) {
            given.put(name, value);
          } else if (!OWN.contains(name)
              && !PASSED_OVER.contains(name)
              && value != Value.Null.NULL) {
            String shown = name.length() > 100 ? name.substring(0, 100) : name;
            throw new FaultException(
                Fault.of(
                    400,
                    "unsupported-parameter",
                    "There is no '%s' here.".formatted(shown),
                    shown));
          }
        });
    try {
      return ModelParameters.read(ModelApi.CHAT, given).withoutDefaults(given);
    } catch (ModelException wrong) {
      throw new FaultException(Fault.badRequest("invalid-value", wrong.getMessage() + "."));
    }
  }

  private static FaultException missing(String param) {
    return new FaultException(
        Fault.of(400, "missing-required-parameter", "'%s' is missing.".formatted(param), param));
  }
}
