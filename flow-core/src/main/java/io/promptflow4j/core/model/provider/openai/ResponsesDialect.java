package io.promptflow4j.core.model.provider.openai;

import static io.promptflow4j.core.model.provider.wire.JsonParts.mapping;
import static io.promptflow4j.core.model.provider.wire.JsonParts.mappings;
import static io.promptflow4j.core.model.provider.wire.JsonParts.number;
import static io.promptflow4j.core.model.provider.wire.JsonParts.object;
import static io.promptflow4j.core.model.provider.wire.JsonParts.text;

import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.provider.wire.Asking;
import io.promptflow4j.core.model.provider.wire.Dialect;
import io.promptflow4j.core.model.provider.wire.Framing;
import io.promptflow4j.core.model.provider.wire.JsonParts;
import io.promptflow4j.core.model.provider.wire.ReplyDraft;
import io.promptflow4j.core.model.provider.wire.Translation;
import io.promptflow4j.core.value.Value;

/// OpenAI's Responses API, which some models need
/// (`https://platform.openai.com/docs/api-reference/responses`).
final class ResponsesDialect implements Dialect {

  @Override
  public String vendor() {
    return "OpenAI's Responses API";
  }

  @Override
  public String protocol() {
    return "OpenAI's Responses API";
  }

  @Override
  public Framing framing() {
    return Framing.EVENTS;
  }

  @Override
  public Asking chat(Translation asked) {
    return new Asking("/responses", new ResponsesBody(asked).read());
  }

  @Override
  public void whole(Value.Mapping reply, ReplyDraft into) {
    for (Value.Mapping item : mappings(reply, "output")) {
      switch (text(item, "type").orElse("")) {
        case "message" ->
            mappings(item, "content")
                .forEach(part ->
                    text(part, "text").or(() -> text(part, "refusal")).ifPresent(into::text));
        case "function_call" ->
            into.wholeCall(
                text(item, "call_id").orElse(""),
                text(item, "name").orElse(""),
                item.entries().getOrDefault("arguments", Value.of("{}")));
        default -> {} // thoughts, and what the vendor's own tools did
      }
    }
    end(reply, into);
  }

  private static void end(Value.Mapping response, ReplyDraft into) {
    text(response, "model").ifPresent(into::model);
    mapping(response, "usage").ifPresent(usage -> usage(usage, into));
    switch (text(response, "status").orElse("")) {
      case "completed" -> into.finish("completed");
      case "incomplete" ->
          into.finish(
              mapping(response, "incomplete_details")
                  .flatMap(details -> text(details, "reason"))
                  .orElse("incomplete"));
      default -> {} // it has not ended
    }
  }

  private static void usage(Value.Mapping usage, ReplyDraft into) {
    into.usage(
        number(usage, "input_tokens"),
        number(usage, "output_tokens"),
        mapping(usage, "input_tokens_details")
            .map(details -> number(details, "cached_tokens"))
            .orElse(0L),
        mapping(usage, "output_tokens_details")
            .map(details -> number(details, "reasoning_tokens"))
            .orElse(0L));
  }

  @Override
  public void piece(String event, Value.Mapping data, ReplyDraft into) {
    int index = (int) number(data, "output_index");
    switch (text(data, "type").orElse(event)) {
      case "response.output_text.delta", "response.refusal.delta" ->
          text(data, "delta").ifPresent(into::text);
      case "response.output_item.added" ->
          mapping(data, "item")
              .filter(item -> text(item, "type").orElse("").equals("function_call"))
              .ifPresent(item ->
                  into.call(
                      index, text(item, "call_id").orElse(""), text(item, "name").orElse("")));
      case "response.function_call_arguments.delta" ->
          text(data, "delta").ifPresent(json -> into.arguments(index, json));
      case "response.completed", "response.incomplete" ->
          mapping(data, "response").ifPresent(response -> end(response, into));
      case "response.failed" ->
          throw into.reported(mapping(data, "response").orElse(Value.Mapping.EMPTY));
      case "error" -> throw into.reported(object("error", data));
      default -> {} // what has begun or ended meanwhile
    }
  }

  @Override
  public boolean hasVectors() {
    return true;
  }

  @Override
  public Asking vectors(EmbeddingModel.Request request) {
    return Asking.vectors(request, "dimensions");
  }

  @Override
  public EmbeddingModel.Reply vectors(Value.Mapping reply) {
    return JsonParts.vectorsReply(reply);
  }
}
