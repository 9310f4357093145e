package io.promptflow4j.core.model.provider.openai;

import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.model.ModelParameters;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.model.provider.CallPolicy;
import io.promptflow4j.core.model.provider.http.HttpLimits;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Requests and connections for tests.
final class Calls {

  static final String KEY = "sk-canary-8f3b1c9d2e";
  static final HttpLimits PATIENT =
      new HttpLimits(
          Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20), 1024 * 1024);
  static final HttpLimits HASTY =
      new HttpLimits(
          Duration.ofSeconds(20), Duration.ofMillis(700), Duration.ofMillis(700), 1024 * 1024);

  private Calls() {}

  static Connection openAi(String address) {
    return new Connection(
        "my_conn",
        ConnectionType.OPEN_AI,
        Map.of("base_url", address),
        Map.of("api_key", new Secret(KEY)));
  }

  static OpenAiModel modelAt(String address) {
    return modelAt(address, 0, PATIENT);
  }

  static OpenAiModel modelAt(String address, int retries, HttpLimits limits) {
    return new OpenAiModel(openAi(address), new CallPolicy(retries, limits.firstByte()), limits);
  }

  static ModelRequest chat(String settings) {
    return chat(settings, ChatMessage.of(ChatMessage.Role.USER, "hello"));
  }

  static ModelRequest chat(String settings, ChatMessage... messages) {
    return new ModelRequest(
        "answer",
        ModelApi.CHAT,
        List.of(messages),
        "",
        new ModelParameters(Optional.of("gpt-4o"), settings(settings)),
        Duration.ofSeconds(20));
  }

  static ModelRequest within(Duration limit) {
    ModelRequest request = chat("{}");
    return new ModelRequest(
        request.node(), request.api(), request.messages(), "", request.parameters(), limit);
  }

  static ModelRequest completion(String settings) {
    return new ModelRequest(
        "answer",
        ModelApi.COMPLETION,
        List.of(),
        "Once upon",
        new ModelParameters(Optional.of("gpt-3.5-turbo-instruct"), settings(settings)),
        Duration.ofSeconds(20));
  }

  private static SequencedMap<String, Value> settings(String json) {
    return new LinkedHashMap<>(((Value.Mapping) Json.read(json)).entries());
  }

  static String reply(String content) {
    return """
    {"id":"c1","object":"chat.completion","created":1700000000,"model":"gpt-4o-2024-08-06",
     "choices":[{"index":0,"message":{"role":"assistant","content":"%s","refusal":null},
                 "finish_reason":"stop","logprobs":null}],
     "usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18,
              "prompt_tokens_details":{"cached_tokens":4,"audio_tokens":0},
              "completion_tokens_details":{"reasoning_tokens":3}}}
    """
        .formatted(content);
  }

  static String piece(String delta, String finish) {
    return """
    {"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt-4o","choices":[{"index":0,"delta":%s,"finish_reason":%s}]}\
    """
        .formatted(delta, finish);
  }
}
