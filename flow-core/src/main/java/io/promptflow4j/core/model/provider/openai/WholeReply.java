package io.promptflow4j.core.model.provider.openai;

import dev.langchain4j.model.openai.internal.ParsedAndRawResponse;
import dev.langchain4j.model.openai.internal.chat.ChatCompletionResponse;
import dev.langchain4j.model.openai.internal.completion.CompletionResponse;
import dev.langchain4j.model.openai.internal.shared.Usage;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.provider.wire.ReplyMessage;
import io.promptflow4j.core.model.provider.wire.ServiceFailures;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import org.jspecify.annotations.Nullable;

/// Reads replies that came in one piece.
final class WholeReply {

  private final ServiceFailures failures;

  WholeReply(ServiceFailures failures) {
    this.failures = failures;
  }

  /// @param wholeMessage whether the output is the message instead of its text
  ModelReply ofChat(ParsedAndRawResponse<ChatCompletionResponse> reply, boolean wholeMessage) {
    @Nullable ChatCompletionResponse parsed = reply.parsedResponse();
    String raw = reply.rawHttpResponse().body();
    if (parsed == null || parsed.choices() == null || parsed.choices().isEmpty()) {
      throw withoutChoice(raw);
    }
    var choice = parsed.choices().getFirst();
    if (choice.message() == null) {
      throw failures.unreadable(raw);
    }
    Value output = wholeMessage ? message(raw) : text(choice.message().content());
    return reply(output, choice.finishReason(), parsed.model(), parsed.usage());
  }

  ModelReply ofCompletion(ParsedAndRawResponse<CompletionResponse> reply) {
    @Nullable CompletionResponse parsed = reply.parsedResponse();
    if (parsed == null || parsed.choices() == null || parsed.choices().isEmpty()) {
      throw withoutChoice(reply.rawHttpResponse().body());
    }
    var choice = parsed.choices().getFirst();
    return reply(text(choice.text()), choice.finishReason(), parsed.model(), parsed.usage());
  }

  private ModelException withoutChoice(String raw) {
    return Json.read(raw) instanceof Value.Mapping body && body.get("error") != null
        ? failures.reported(raw)
        : failures.empty();
  }

  private ModelReply reply(
      Value output, @Nullable String finish, @Nullable String model, @Nullable Usage usage) {
    if (finish == null || finish.isEmpty()) {
      throw failures.truncated();
    }
    return new ModelReply(output, finish, model == null ? "" : model, Usages.read(usage));
  }

  private static Value text(@Nullable String content) {
    return content == null ? Value.Null.NULL : Value.of(content);
  }

  private Value message(String raw) {
    if (Json.read(raw) instanceof Value.Mapping body
        && body.get("choices") instanceof Value.Sequence(var choices)
        && !choices.isEmpty()
        && choices.getFirst() instanceof Value.Mapping choice
        && choice.get("message") instanceof Value.Mapping message) {
      return ReplyMessage.of(message);
    }
    throw failures.unreadable(raw);
  }
}
