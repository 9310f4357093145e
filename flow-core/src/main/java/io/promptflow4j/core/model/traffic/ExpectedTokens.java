package io.promptflow4j.core.model.traffic;

import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.value.Coercion;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.List;

/// About how many tokens a call takes, for limits that count them before it is made: a token for
/// four characters, those of a small picture for each picture, and as many for the answer as it may
/// have.
public final class ExpectedTokens {

  private static final int CHARACTERS = 4;
  private static final int QUOTES = 3;

  /// What a message has around its content, in characters.
  private static final int FRAME = 12;

  /// OpenAI's price of a picture in low detail.
  private static final int PICTURE = 85;

  private static final List<String> OFFERS = List.of("tools", "functions", "response_format");
  private static final List<String> ANSWER = List.of("max_completion_tokens", "max_tokens");

  private ExpectedTokens() {}

  public static long of(ModelRequest request) {
    return prompt(request) + answer(request);
  }

  /// What the request says, tools that it offers included.
  public static long prompt(ModelRequest request) {
    long characters = request.prompt().length();
    long pictures = 0;
    for (ChatMessage message : request.messages()) {
      characters += FRAME + message.toolCalls().map(ExpectedTokens::characters).orElse(0L);
      for (ChatMessage.Part part : message.parts()) {
        switch (part) {
          case ChatMessage.Part.Text(var text) -> characters += text.length();
          case ChatMessage.Part.Picture _ -> pictures++;
        }
      }
    }
    for (String offer : OFFERS) {
      Value offered = request.parameters().settings().get(offer);
      characters += offered == null ? 0 : characters(offered);
    }
    return Math.max(1, characters / CHARACTERS + pictures * PICTURE);
  }

  /// About as long as it is as JSON.
  private static long characters(Value value) {
    return switch (value) {
      case Value.Text(var text) -> text.length() + QUOTES;
      case Value.Sequence(var items) ->
          items.stream().mapToLong(ExpectedTokens::characters).sum() + QUOTES;
      case Value.Mapping(var entries) ->
          entries.entrySet().stream()
                  .mapToLong(one -> one.getKey().length() + QUOTES + characters(one.getValue()))
                  .sum()
              + QUOTES;
      case Value _ -> CHARACTERS;
    };
  }

  /// As far as the request limits its answer; else zero.
  public static long answer(ModelRequest request) {
    for (String setting : ANSWER) {
      Value most = request.parameters().settings().get(setting);
      if (most != null
          && Coercion.to(ValueType.INT, most) instanceof Coercion.Fits(Value.Whole(var number))) {
        return Math.clamp(number.longValue(), 0, 1_000_000);
      }
    }
    return 0;
  }

  public static long of(EmbeddingModel.Request request) {
    return Math.max(1, request.texts().stream().mapToLong(String::length).sum() / CHARACTERS);
  }
}
