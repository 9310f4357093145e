package io.promptflow4j.core.model.provider.mistral;

import static io.promptflow4j.core.model.provider.wire.JsonParts.mapping;
import static io.promptflow4j.core.model.provider.wire.JsonParts.mappings;
import static io.promptflow4j.core.model.provider.wire.JsonParts.number;
import static io.promptflow4j.core.model.provider.wire.JsonParts.text;

import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.provider.wire.Asking;
import io.promptflow4j.core.model.provider.wire.Dialect;
import io.promptflow4j.core.model.provider.wire.Framing;
import io.promptflow4j.core.model.provider.wire.JsonParts;
import io.promptflow4j.core.model.provider.wire.ReplyDraft;
import io.promptflow4j.core.model.provider.wire.Translation;
import io.promptflow4j.core.value.Value;

/// `chat/completions` of Mistral.
final class MistralDialect implements Dialect {

  @Override
  public String vendor() {
    return "Mistral";
  }

  @Override
  public String protocol() {
    return "Mistral's API";
  }

  @Override
  public Framing framing() {
    return Framing.EVENTS;
  }

  @Override
  public Asking chat(Translation asked) {
    return new Asking("/chat/completions", new MistralBody(asked).read());
  }

  @Override
  public void whole(Value.Mapping reply, ReplyDraft into) {
    read(reply, "message", into);
  }

  @Override
  public void piece(String event, Value.Mapping data, ReplyDraft into) {
    read(data, "delta", into);
  }

  private static void read(Value.Mapping reply, String content, ReplyDraft into) {
    text(reply, "model").ifPresent(into::model);
    mapping(reply, "usage")
        .ifPresent(usage ->
            into.usage(
                number(usage, "prompt_tokens"),
                number(usage, "completion_tokens"),
                mapping(usage, "prompt_tokens_details")
                    .map(details -> number(details, "cached_tokens"))
                    .orElse(0L),
                0));
    mappings(reply, "choices").stream()
        .findFirst()
        .ifPresent(choice -> {
          mapping(choice, content).ifPresent(message -> message(message, into));
          text(choice, "finish_reason").ifPresent(into::finish);
        });
  }

  private static void message(Value.Mapping message, ReplyDraft into) {
    text(message, "content").filter(piece -> !piece.isEmpty()).ifPresent(into::text);
    mappings(message, "content").stream() // reasoning models answer in chunks
        .filter(chunk -> text(chunk, "type").orElse("").equals("text"))
        .forEach(chunk -> text(chunk, "text").ifPresent(into::text));
    for (Value.Mapping call : mappings(message, "tool_calls")) {
      mapping(call, "function")
          .ifPresent(function ->
              into.wholeCall(
                  text(call, "id").orElse(""),
                  text(function, "name").orElse(""),
                  function.entries().getOrDefault("arguments", Value.of("{}"))));
    }
  }

  @Override
  public boolean hasVectors() {
    return true;
  }

  @Override
  public Asking vectors(EmbeddingModel.Request request) {
    return Asking.vectors(request, "output_dimension");
  }

  @Override
  public EmbeddingModel.Reply vectors(Value.Mapping reply) {
    return JsonParts.vectorsReply(reply);
  }
}
