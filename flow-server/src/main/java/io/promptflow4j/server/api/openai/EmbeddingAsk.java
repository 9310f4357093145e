package io.promptflow4j.server.api.openai;

import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// A request for embeddings, and its answer.
///
/// @param model its name
/// @param isBase64 whether vectors are written as bytes in base64
public record EmbeddingAsk(
    String model, List<String> texts, OptionalInt dimensions, boolean isBase64) {

  private static final int MOST_TEXTS = 2_048;
  private static final int MOST_DIMENSIONS = 100_000;
  private static final Set<String> KNOWN =
      Set.of("model", "input", "dimensions", "encoding_format", "user");

  public EmbeddingAsk {
    texts = List.copyOf(texts);
  }

  /// Reads the body of a request.
  ///
  /// @throws FaultException if it is none
  public static EmbeddingAsk read(Value.Mapping body) {
    for (String name : body.entries().keySet()) {
      if (!KNOWN.contains(name)) {
        String shown = name.length() > 100 ? name.substring(0, 100) : name;
        throw wrong("unsupported-parameter", "There is no '%s' here.".formatted(shown), shown);
      }
    }
    String model =
        Messages.text(body, "model")
            .orElseThrow(() -> wrong("missing-required-parameter", "'model' is missing.", "model"));
    String format = Messages.text(body, "encoding_format").orElse("float");
    if (!format.equals("float") && !format.equals("base64")) {
      throw wrong("invalid-value", "encoding_format is float or base64.", "encoding_format");
    }
    return new EmbeddingAsk(model, texts(body), dimensions(body), format.equals("base64"));
  }

  private static List<String> texts(Value.Mapping body) {
    var texts = new ArrayList<String>();
    switch (body.entries().getOrDefault("input", Value.Null.NULL)) {
      case Value.Text(var text) -> texts.add(text);
      case Value.Sequence(var items) -> {
        for (Value item : items) {
          if (!(item instanceof Value.Text(var text))) {
            throw wrong("invalid-value", "input has to be a text or a list of texts.", "input");
          }
          texts.add(text);
        }
      }
      default -> throw wrong("missing-required-parameter", "'input' is missing.", "input");
    }
    if (texts.isEmpty() || texts.size() > MOST_TEXTS || texts.contains("")) {
      throw wrong(
          "invalid-value", "input takes 1 to %d texts, none empty.".formatted(MOST_TEXTS), "input");
    }
    return texts;
  }

  private static OptionalInt dimensions(Value.Mapping body) {
    Value said = body.entries().getOrDefault("dimensions", Value.Null.NULL);
    if (said == Value.Null.NULL) {
      return OptionalInt.empty();
    }
    if (said instanceof Value.Whole number
        && number.clampedToInt() > 0
        && number.clampedToInt() <= MOST_DIMENSIONS) {
      return OptionalInt.of(number.clampedToInt());
    }
    throw wrong("invalid-value", "dimensions has to be a positive number.", "dimensions");
  }

  private static FaultException wrong(String code, String message, String param) {
    return new FaultException(Fault.of(400, code, message, param));
  }

  /// The answer.
  ///
  /// @param shown under which name the model was asked
  public Value.Mapping answer(EmbeddingModel.Reply reply, String shown) {
    var data = new ArrayList<Value>();
    for (int i = 0; i < reply.vectors().size(); i++) {
      data.add(
          new Fields()
              .put("object", "embedding")
              .put("index", i)
              .put("embedding", vector(reply.vectors().get(i)))
              .end());
    }
    return new Fields()
        .put("object", "list")
        .put("data", data)
        .put("model", shown)
        .put(
            "usage",
            new Fields()
                .put("prompt_tokens", reply.usage().prompt())
                .put("total_tokens", reply.usage().total()))
        .end();
  }

  private Value vector(float[] numbers) {
    if (!isBase64) {
      var list = new ArrayList<Value>(numbers.length);
      for (float number : numbers) {
        list.add(Value.of((double) number));
      }
      return Value.of(list);
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float number : numbers) {
      bytes.putFloat(number);
    }
    return Value.of(Base64.getEncoder().encodeToString(bytes.array()));
  }
}
