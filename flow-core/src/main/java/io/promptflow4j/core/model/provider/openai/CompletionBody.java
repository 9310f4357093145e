package io.promptflow4j.core.model.provider.openai;

import dev.langchain4j.model.openai.internal.completion.CompletionRequest;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The body of a call to the completion API, whose parameters are a closed list: what is not on it
/// is left out, as prompt flow does.
final class CompletionBody {

  private CompletionBody() {}

  static CompletionRequest of(ModelRequest request, String model) {
    var body = CompletionRequest.builder().model(model).prompt(request.prompt());
    request
        .parameters()
        .settings()
        .forEach((name, value) -> {
          if (value != Value.Null.NULL) {
            set(body, name, value);
          }
        });
    return body.build();
  }

  private static void set(CompletionRequest.Builder body, String name, Value value) {
    switch (name) {
      case "suffix" -> body.suffix(text(name, value));
      case "max_tokens" -> body.maxTokens(whole(name, value));
      case "temperature" -> body.temperature(decimal(name, value));
      case "top_p" -> body.topP(decimal(name, value));
      case "n" -> body.n(whole(name, value));
      case "logprobs" -> body.logprobs(whole(name, value));
      case "echo" -> body.echo(value == Value.Bool.TRUE);
      case "stop" -> body.stop(texts(name, value));
      case "presence_penalty" -> body.presencePenalty(decimal(name, value));
      case "frequency_penalty" -> body.frequencyPenalty(decimal(name, value));
      case "best_of" -> body.bestOf(whole(name, value));
      case "logit_bias" -> body.logitBias(biases(name, value));
      case "user" -> body.user(text(name, value));
      default -> {}
    }
  }

  private static String text(String name, Value value) {
    if (value instanceof Value.Text(var text)) {
      return text;
    }
    throw wrong(name, "text");
  }

  private static int whole(String name, Value value) {
    if (value instanceof Value.Whole number) {
      return number.clampedToInt();
    }
    throw wrong(name, "a whole number");
  }

  private static double decimal(String name, Value value) {
    return switch (value) {
      case Value.Whole(var number) -> number.doubleValue();
      case Value.Decimal(var number) -> number;
      default -> throw wrong(name, "a number");
    };
  }

  private static List<String> texts(String name, Value value) {
    return value instanceof Value.Sequence(var items)
        ? items.stream().map(item -> text(name, item)).toList()
        : List.of(text(name, value));
  }

  private static Map<String, Integer> biases(String name, Value value) {
    if (!(value instanceof Value.Mapping(var entries))) {
      throw wrong(name, "a mapping from token to number");
    }
    var biases = new LinkedHashMap<String, Integer>();
    entries.forEach((token, bias) -> biases.put(token, (int) decimal(name, bias)));
    return biases;
  }

  private static ModelException wrong(String name, String expected) {
    return new ModelException("bad-parameter", "'%s' must be %s".formatted(name, expected), false);
  }
}
