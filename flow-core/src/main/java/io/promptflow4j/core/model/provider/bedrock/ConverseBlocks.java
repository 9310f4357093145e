package io.promptflow4j.core.model.provider.bedrock;

import static io.promptflow4j.core.model.provider.wire.JsonParts.object;

import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.provider.wire.ChatTurns;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Value;
import java.util.List;

/// What is said in a turn, as the Converse API writes it.
enum ConverseBlocks implements ChatTurns.Blocks {
  BLOCKS;

  static final ChatTurns.Words WORDS = new ChatTurns.Words("Bedrock", "assistant", "content");

  @Override
  public Value text(String text) {
    return object("text", text);
  }

  @Override
  public Value picture(Value.Image image) {
    return switch (image.content()) {
      case ImageContent.Inline inline ->
          object(
              "image",
              object(
                  "format",
                  image.mediaType().replaceFirst(".*/", "").replace("jpg", "jpeg"),
                  "source",
                  object("bytes", inline.base64())));
      case ImageContent.Remote _ ->
          throw new ModelException(
              "bad-parameter",
              "Bedrock takes pictures only as data and fetches none from an address; give the"
                  + " picture as a file",
              false);
    };
  }

  @Override
  public Value call(ChatTurns.ToolCall call) {
    return object(
        "toolUse", object("toolUseId", call.id(), "name", call.name(), "input", call.arguments()));
  }

  @Override
  public Value result(String callId, String given) {
    return object(
        "toolResult", object("toolUseId", callId, "content", Value.of(List.of(text(given)))));
  }
}
