package io.promptflow4j.core.model.traffic;

import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.value.Coercion;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.List;

/// About how many tokens a call takes, for limits that count them before it is made: a token for
/// four characters, and as many for the answer as it may have.
public final class ExpectedTokens {

  private static final int CHARACTERS = 4;
  private static final List<String> ANSWER = List.of("max_completion_tokens", "max_tokens");

  private ExpectedTokens() {}

  public static long of(ModelRequest request) {
    long characters =
        request.messages().stream()
                .mapToLong(message -> Json.write(message.toValue()).length())
                .sum()
            + request.prompt().length();
    return characters / CHARACTERS + answer(request);
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
    return request.texts().stream().mapToLong(String::length).sum() / CHARACTERS;
  }
}
