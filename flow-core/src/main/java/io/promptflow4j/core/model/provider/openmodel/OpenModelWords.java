package io.promptflow4j.core.model.provider.openmodel;

import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// How these services are asked and what they answer.
///
/// @param address where the connection says the model is
record OpenModelWords(URI address, ModelFamily family) {

  private static final List<String> ELSEWHERE_ONLY =
      List.of("model", "n", "best_of", "echo", "stream", "max_tokens");

  /// Serverless endpoints speak OpenAI's words, under paths of their own.
  private boolean isServerless() {
    String host = String.valueOf(address.getHost());
    return family == ModelFamily.LLAMA
        && (host.endsWith("serverless.ml.azure.com") || host.endsWith("inference.ai.azure.com"));
  }

  URI address(ModelApi api) {
    String path = api == ModelApi.CHAT ? "/v1/chat/completions" : "/v1/completions";
    return isServerless() && !address.getPath().endsWith(path)
        ? URI.create(address + path)
        : address;
  }

  Value.Mapping body(ModelRequest request) {
    var settings = new LinkedHashMap<>(request.parameters().settings());
    Optional<Value> most = Optional.ofNullable(settings.get("max_tokens"));
    settings.keySet().removeAll(ELSEWHERE_ONLY);
    if (isServerless()) {
      most.ifPresent(limit -> settings.put("max_tokens", limit));
      return openAi(request, settings);
    }
    most.ifPresent(limit -> settings.put("max_new_tokens", limit));
    var parameters = new Value.Mapping(settings);
    if (family != ModelFamily.LLAMA) {
      return new Fields()
          .put("input_data", new Fields().put("input_string", texts(whole(request))))
          .put("parameters", parameters)
          .end();
    }
    settings.putIfAbsent("do_sample", Value.Bool.TRUE);
    Value asked = request.api() == ModelApi.CHAT ? messages(request) : texts(request.prompt());
    return new Fields()
        .put(
            "input_data",
            new Fields().put("input_string", asked).put("parameters", new Value.Mapping(settings)))
        .end();
  }

  private static Value.Mapping openAi(ModelRequest request, SequencedMap<String, Value> settings) {
    var body = new LinkedHashMap<String, Value>();
    if (request.api() == ModelApi.CHAT) {
      body.put("messages", messages(request));
    } else {
      body.put("prompt", Value.of(request.prompt()));
    }
    body.put("n", Value.of(1));
    body.putAll(settings);
    return new Value.Mapping(body);
  }

  private static Value texts(String text) {
    return Value.of(List.of(Value.of(text)));
  }

  private static Value messages(ModelRequest request) {
    return Value.of(request.messages().stream().map(ChatMessage::toValue).toList());
  }

  /// A chat as one text, for models that only go on with a text.
  private static String whole(ModelRequest request) {
    return request.api() == ModelApi.COMPLETION
        ? request.prompt()
        : request.messages().stream().map(OpenModelWords::told).collect(Collectors.joining("\n\n"));
  }

  private static String told(ChatMessage message) {
    String content = message.toValue().get("content") instanceof Value.Text(var text) ? text : "";
    return "%s:\n%s".formatted(message.role().name().toLowerCase(Locale.ROOT), content);
  }

  /// The text in an answer, whichever of the services' forms it has; empty if it has none.
  static Optional<String> text(String answer) {
    try {
      return text(Json.read(answer));
    } catch (JsonSyntaxException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(Value answer) {
    return switch (answer) {
      case Value.Sequence(var items) when !items.isEmpty() -> text(items.getFirst());
      case Value.Mapping fields when fields.get("0") instanceof Value.Text(var text) ->
          Optional.of(text);
      case Value.Mapping fields when fields.get("output") instanceof Value.Text(var text) ->
          Optional.of(text);
      case Value.Mapping fields when fields.get("choices") instanceof Value.Sequence choices ->
          text(choices);
      case Value.Mapping fields when fields.get("message") instanceof Value.Mapping message ->
          message.get("content") instanceof Value.Text(var text)
              ? Optional.of(text)
              : Optional.empty();
      case Value.Mapping fields when fields.get("text") instanceof Value.Text(var text) ->
          Optional.of(text);
      default -> Optional.empty();
    };
  }
}
