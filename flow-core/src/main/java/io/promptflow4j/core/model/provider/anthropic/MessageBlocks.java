package io.promptflow4j.core.model.provider.anthropic;

import static io.promptflow4j.core.model.provider.wire.JsonParts.object;

import io.promptflow4j.core.model.provider.wire.ChatTurns;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Value;

/// What is said in a turn, as the Messages API writes it.
enum MessageBlocks implements ChatTurns.Blocks {
  BLOCKS;

  static final ChatTurns.Words WORDS = new ChatTurns.Words("Anthropic", "assistant", "content");

  @Override
  public Value text(String text) {
    return object("type", "text", "text", text);
  }

  @Override
  public Value picture(Value.Image image) {
    Value source =
        switch (image.content()) {
          case ImageContent.Inline inline ->
              object("type", "base64", "media_type", image.mediaType(), "data", inline.base64());
          case ImageContent.Remote(var address) -> object("type", "url", "url", address.toString());
        };
    return object("type", "image", "source", source);
  }

  @Override
  public Value call(ChatTurns.ToolCall call) {
    return object(
        "type", "tool_use", "id", call.id(), "name", call.name(), "input", call.arguments());
  }

  @Override
  public Value result(String callId, String given) {
    return object("type", "tool_result", "tool_use_id", callId, "content", given);
  }
}
