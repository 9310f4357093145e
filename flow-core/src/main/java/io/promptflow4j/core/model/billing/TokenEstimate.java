package io.promptflow4j.core.model.billing;

import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Counts the tokens of a call whose service did not, in the encoding of GPT-4o and later models.
/// Other models count somewhat differently, and pictures are counted as small ones.
///
/// The encoding is loaded when a call first needs it, which takes a moment.
final class TokenEstimate {

  /// Around each message, and before the answer, as OpenAI's chat format has them.
  private static final int FRAME = 3;

  /// OpenAI's price of a picture in low detail.
  private static final int PICTURE = 85;

  private static final List<String> OFFERS = List.of("tools", "functions", "response_format");

  private TokenEstimate() {}

  static TokenUsage of(ModelRequest request, ModelReply reply) {
    long prompt = prompt(request);
    long completion = reply.output() instanceof Value.Text(var text) ? count(text) : json(reply);
    return new TokenUsage(prompt, completion, prompt + completion, 0, 0).asEstimate();
  }

  private static long json(ModelReply reply) {
    return reply.output() == Value.Null.NULL ? 0 : count(Json.write(reply.output()));
  }

  private static long prompt(ModelRequest request) {
    long tokens = count(request.prompt());
    for (ChatMessage message : request.messages()) {
      tokens += FRAME + message(message);
    }
    for (String offer : OFFERS) {
      @Nullable Value offered = request.parameters().settings().get(offer);
      tokens += offered == null ? 0 : count(Json.write(offered));
    }
    return request.messages().isEmpty() ? tokens : tokens + FRAME;
  }

  private static long message(ChatMessage message) {
    long pictures =
        message.parts().stream().filter(ChatMessage.Part.Picture.class::isInstance).count();
    return count(message.role().wireName())
        + count(message.text())
        + message.toolCalls().map(calls -> count(Json.write(calls))).orElse(0L)
        + pictures * PICTURE;
  }

  private static long count(String text) {
    return TokenCounter.of(text);
  }
}
