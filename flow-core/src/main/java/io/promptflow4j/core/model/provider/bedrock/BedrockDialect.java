package io.promptflow4j.core.model.provider.bedrock;

import static io.promptflow4j.core.model.provider.wire.JsonParts.mapping;
import static io.promptflow4j.core.model.provider.wire.JsonParts.mappings;
import static io.promptflow4j.core.model.provider.wire.JsonParts.number;
import static io.promptflow4j.core.model.provider.wire.JsonParts.object;
import static io.promptflow4j.core.model.provider.wire.JsonParts.text;

import dev.langchain4j.http.client.sse.ServerSentEventParser;
import io.promptflow4j.core.model.provider.wire.Asking;
import io.promptflow4j.core.model.provider.wire.Dialect;
import io.promptflow4j.core.model.provider.wire.ReplyDraft;
import io.promptflow4j.core.model.provider.wire.Translation;
import io.promptflow4j.core.value.Value;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// The Converse API. Its replies do not name the model.
final class BedrockDialect implements Dialect {

  private final Optional<AwsSignature> signature;

  /// @param signature signs each request; empty if an API key does
  BedrockDialect(Optional<AwsSignature> signature) {
    this.signature = signature;
  }

  @Override
  public String vendor() {
    return "Bedrock";
  }

  @Override
  public String protocol() {
    return "Bedrock's Converse API";
  }

  @Override
  public ServerSentEventParser framing() {
    return new EventFrames();
  }

  @Override
  public Map<String, String> headers(URI address, String body) {
    return signature
        .map(signing ->
            signing.headers("POST", address, Map.of("content-type", "application/json"), body))
        .orElse(Map.of());
  }

  @Override
  public Asking chat(Translation asked) {
    String model = URLEncoder.encode(asked.model(), StandardCharsets.UTF_8).replace("+", "%20");
    return new Asking(
        "/model/" + model + (asked.isStreamed() ? "/converse-stream" : "/converse"),
        new ConverseBody(asked).read());
  }

  @Override
  public void whole(Value.Mapping reply, ReplyDraft into) {
    mapping(reply, "output")
        .flatMap(output -> mapping(output, "message"))
        .ifPresent(message -> mappings(message, "content").forEach(block -> block(block, into)));
    mapping(reply, "usage").ifPresent(usage -> usage(usage, into));
    text(reply, "stopReason").ifPresent(into::finish);
  }

  private static void block(Value.Mapping block, ReplyDraft into) {
    text(block, "text").ifPresent(into::text);
    mapping(block, "toolUse")
        .ifPresent(use ->
            into.wholeCall(
                text(use, "toolUseId").orElse(""),
                text(use, "name").orElse(""),
                mapping(use, "input").orElse(Value.Mapping.EMPTY)));
  }

  @Override
  public void piece(String event, Value.Mapping data, ReplyDraft into) {
    int index = (int) number(data, "contentBlockIndex");
    switch (event) {
      case "contentBlockStart" ->
          mapping(data, "start")
              .flatMap(start -> mapping(start, "toolUse"))
              .ifPresent(use ->
                  into.call(
                      index, text(use, "toolUseId").orElse(""), text(use, "name").orElse("")));
      case "contentBlockDelta" ->
          mapping(data, "delta").ifPresent(delta -> delta(index, delta, into));
      case "messageStop" -> text(data, "stopReason").ifPresent(into::finish);
      case "metadata" -> mapping(data, "usage").ifPresent(usage -> usage(usage, into));
      case String name when name.startsWith(EventFrames.EXCEPTION) ->
          throw into.reported(
              object(
                  "error",
                  object(
                      "type",
                      name.substring(EventFrames.EXCEPTION.length()),
                      "message",
                      text(data, "message").orElse(name))));
      default -> {} // beginnings, ends, and what was not invented yet
    }
  }

  private static void delta(int index, Value.Mapping delta, ReplyDraft into) {
    text(delta, "text").ifPresent(into::text);
    mapping(delta, "toolUse")
        .flatMap(use -> text(use, "input"))
        .ifPresent(json -> into.arguments(index, json));
  }

  private static void usage(Value.Mapping usage, ReplyDraft into) {
    long cached = number(usage, "cacheReadInputTokens");
    into.usage(
        number(usage, "inputTokens") + cached + number(usage, "cacheWriteInputTokens"),
        number(usage, "outputTokens"),
        cached,
        0);
  }
}
