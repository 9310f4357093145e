package io.promptflow4j.core.model.provider.anthropic;

import static io.promptflow4j.core.model.provider.wire.JsonParts.mapping;
import static io.promptflow4j.core.model.provider.wire.JsonParts.mappings;
import static io.promptflow4j.core.model.provider.wire.JsonParts.number;
import static io.promptflow4j.core.model.provider.wire.JsonParts.text;

import io.promptflow4j.core.model.provider.wire.Asking;
import io.promptflow4j.core.model.provider.wire.Dialect;
import io.promptflow4j.core.model.provider.wire.Framing;
import io.promptflow4j.core.model.provider.wire.ReplyDraft;
import io.promptflow4j.core.model.provider.wire.Translation;
import io.promptflow4j.core.value.Value;

/// The Messages API.
final class AnthropicDialect implements Dialect {

  @Override
  public String vendor() {
    return "Anthropic";
  }

  @Override
  public String protocol() {
    return "Anthropic's Messages API";
  }

  @Override
  public Framing framing() {
    return Framing.EVENTS;
  }

  @Override
  public Asking chat(Translation asked) {
    return new Asking("/v1/messages", new MessagesBody(asked).read());
  }

  @Override
  public void whole(Value.Mapping reply, ReplyDraft into) {
    text(reply, "model").ifPresent(into::model);
    for (Value.Mapping block : mappings(reply, "content")) {
      switch (text(block, "type").orElse("")) {
        case "text" -> text(block, "text").ifPresent(into::text);
        case "tool_use" ->
            into.wholeCall(
                text(block, "id").orElse(""),
                text(block, "name").orElse(""),
                mapping(block, "input").orElse(Value.Mapping.EMPTY));
        default -> {} // thoughts, and what the vendor's own tools did
      }
    }
    usage(reply, into);
    text(reply, "stop_reason").ifPresent(into::finish);
  }

  @Override
  public void piece(String event, Value.Mapping data, ReplyDraft into) {
    int index = (int) number(data, "index");
    switch (text(data, "type").orElse(event)) {
      case "message_start" ->
          mapping(data, "message")
              .ifPresent(message -> {
                text(message, "model").ifPresent(into::model);
                usage(message, into);
              });
      case "content_block_start" ->
          mapping(data, "content_block")
              .filter(block -> text(block, "type").orElse("").equals("tool_use"))
              .ifPresent(block ->
                  into.call(index, text(block, "id").orElse(""), text(block, "name").orElse("")));
      case "content_block_delta" ->
          mapping(data, "delta").ifPresent(delta -> delta(index, delta, into));
      case "message_delta" -> {
        usage(data, into);
        mapping(data, "delta").flatMap(delta -> text(delta, "stop_reason")).ifPresent(into::finish);
      }
      default -> {} // pings, ends of blocks, and what was not invented yet
    }
  }

  private static void delta(int index, Value.Mapping delta, ReplyDraft into) {
    switch (text(delta, "type").orElse("")) {
      case "text_delta" -> text(delta, "text").ifPresent(into::text);
      case "input_json_delta" ->
          text(delta, "partial_json").ifPresent(json -> into.arguments(index, json));
      default -> {} // thoughts and citations
    }
  }

  private static void usage(Value.Mapping from, ReplyDraft into) {
    mapping(from, "usage")
        .ifPresent(usage -> {
          long cached = number(usage, "cache_read_input_tokens");
          into.usage(
              number(usage, "input_tokens") + cached + number(usage, "cache_creation_input_tokens"),
              number(usage, "output_tokens"),
              cached,
              0);
        });
  }
}
