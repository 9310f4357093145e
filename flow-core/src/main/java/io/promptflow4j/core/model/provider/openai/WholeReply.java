package io.promptflow4j.core.model.provider.openai;

import dev.langchain4j.model.openai.internal.ParsedAndRawResponse;
import dev.langchain4j.model.openai.internal.completion.CompletionResponse;
import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.provider.wire.JsonParts;
import io.promptflow4j.core.model.provider.wire.ReplyMessage;
import io.promptflow4j.core.model.provider.wire.ServiceFailures;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads replies that came in one piece.
final class WholeReply {

  private final ServiceFailures failures;

  WholeReply(ServiceFailures failures) {
    this.failures = failures;
  }

  /// @param wholeMessage whether the output is the message instead of its text
  ModelReply ofChat(byte[] body, boolean wholeMessage) {
    Value parsed = parsed(body);
    if (parsed == Value.Null.NULL) {
      throw failures.empty();
    }
    if (!(parsed instanceof Value.Mapping reply)) {
      throw unreadable(body);
    }
    Value.Mapping choice = choice(reply, body);
    if (!(choice.get("message") instanceof Value.Mapping message)) {
      throw unreadable(body);
    }
    Value output = wholeMessage ? ReplyMessage.of(message) : content(message, body);
    return reply(output, text(choice, "finish_reason"), text(reply, "model"), Usages.of(reply));
  }

  private Value parsed(byte[] body) {
    try {
      return Json.read(body);
    } catch (JsonSyntaxException broken) {
      throw unreadable(body);
    }
  }

  private Value.Mapping choice(Value.Mapping reply, byte[] body) {
    return switch (field(reply, "choices")) {
      case Value.Sequence(var choices) when !choices.isEmpty() -> {
        if (choices.getFirst() instanceof Value.Mapping choice) {
          yield choice;
        }
        throw unreadable(body);
      }
      case Value.Null _, Value.Sequence _ ->
          throw reply.get("error") == null
              ? failures.empty()
              : failures.reported(new String(body, StandardCharsets.UTF_8));
      case Value _ -> throw unreadable(body);
    };
  }

  private Value content(Value.Mapping message, byte[] body) {
    return switch (field(message, "content")) {
      case Value.Text text -> text;
      case Value.Null _ -> Value.Null.NULL;
      case Value _ -> throw unreadable(body);
    };
  }

  private ModelException unreadable(byte[] body) {
    return failures.unreadable(new String(body, StandardCharsets.UTF_8));
  }

  private static Value field(Value.Mapping mapping, String key) {
    return mapping.entries().getOrDefault(key, Value.Null.NULL);
  }

  private static @Nullable String text(Value.Mapping mapping, String key) {
    return mapping.get(key) instanceof Value.Text(var text) ? text : null;
  }

  EmbeddingModel.Reply ofVectors(byte[] body, EmbeddingModel.Request request) {
    if (!(parsed(body) instanceof Value.Mapping parsed)) {
      throw unreadable(body);
    }
    EmbeddingModel.Reply reply = JsonParts.vectorsReply(parsed);
    if (!reply.vectors().isEmpty() && reply.fits(request)) {
      return reply;
    }
    throw parsed.get("error") == null
        ? unreadable(body)
        : failures.reported(new String(body, StandardCharsets.UTF_8));
  }

  ModelReply ofCompletion(ParsedAndRawResponse<CompletionResponse> reply) {
    @Nullable CompletionResponse parsed = reply.parsedResponse();
    if (parsed == null || parsed.choices() == null || parsed.choices().isEmpty()) {
      throw withoutChoice(reply.rawHttpResponse().body());
    }
    var choice = parsed.choices().getFirst();
    return reply(
        text(choice.text()), choice.finishReason(), parsed.model(), Usages.read(parsed.usage()));
  }

  private ModelException withoutChoice(String raw) {
    return Json.read(raw) instanceof Value.Mapping body && body.get("error") != null
        ? failures.reported(raw)
        : failures.empty();
  }

  private ModelReply reply(
      Value output, @Nullable String finish, @Nullable String model, TokenUsage usage) {
    if (finish == null || finish.isEmpty()) {
      throw failures.truncated();
    }
    return new ModelReply(output, finish, model == null ? "" : model, usage);
  }

  private static Value text(@Nullable String content) {
    return content == null ? Value.Null.NULL : Value.of(content);
  }
}
