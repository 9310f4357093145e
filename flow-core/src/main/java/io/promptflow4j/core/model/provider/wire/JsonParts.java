package io.promptflow4j.core.model.provider.wire;

import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Makes JSON objects and takes them apart. What is absent or of another type than expected is
/// empty: what a service sends is not under our control.
public final class JsonParts {

  private JsonParts() {}

  /// An object of names and values, one after the other; a value is a text, a [Value], a number or
  /// a truth.
  public static Value.Mapping object(Object... namesAndValues) {
    var entries = new LinkedHashMap<String, Value>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      entries.put(
          (String) namesAndValues[i], value instanceof Value ready ? ready : Value.from(value));
    }
    return new Value.Mapping(entries);
  }

  /// The text called `key`.
  public static Optional<String> text(Value.Mapping mapping, String key) {
    return mapping.get(key) instanceof Value.Text(var text) ? Optional.of(text) : Optional.empty();
  }

  /// The object called `key`.
  public static Optional<Value.Mapping> mapping(Value.Mapping mapping, String key) {
    return mapping.get(key) instanceof Value.Mapping inner ? Optional.of(inner) : Optional.empty();
  }

  /// The objects in the list called `key`; what is no object is passed over.
  public static List<Value.Mapping> mappings(Value.Mapping mapping, String key) {
    return mapping.get(key) instanceof Value.Sequence(var items)
        ? items.stream()
            .<Value.Mapping>mapMulti((item, found) -> {
              if (item instanceof Value.Mapping inner) {
                found.accept(inner);
              }
            })
            .toList()
        : List.of();
  }

  /// The number called `key`; else zero.
  public static long number(Value.Mapping mapping, String key) {
    return switch (mapping.get(key)) {
      case Value.Whole whole -> whole.clampedToInt();
      case Value.Decimal(var decimal) -> (long) decimal;
      case null, default -> 0;
    };
  }

  /// Lists of numbers as vectors; what is no list of finite numbers is left out.
  public static List<float[]> vectors(List<Value> lists) {
    return lists.stream()
        .<float[]>mapMulti((list, found) -> {
          float[] vector = vector(list);
          if (vector.length > 0) {
            found.accept(vector);
          }
        })
        .toList();
  }

  private static float[] vector(Value list) {
    List<Value> items = list instanceof Value.Sequence(var all) ? all : List.of();
    float[] vector = new float[items.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] =
          switch (items.get(i)) {
            case Value.Whole(var whole) -> whole.floatValue();
            case Value.Decimal(var decimal) -> (float) decimal;
            default -> Float.NaN;
          };
      if (!Float.isFinite(vector[i])) {
        return new float[0];
      }
    }
    return vector;
  }

  /// The entries of OpenAI's form, `data` with an `embedding` and an `index` each, in the order of
  /// their index; none if that is no order. Without an index they are in order.
  private static List<float[]> vectorsInOrder(Value.Mapping reply) {
    List<Value.Mapping> entries = mappings(reply, "data");
    boolean numbered = entries.stream().anyMatch(one -> one.get("index") != null);
    Value[] inOrder = new Value[entries.size()];
    for (int i = 0; i < inOrder.length; i++) {
      Value.Mapping one = entries.get(i);
      long place = numbered ? number(one, "index") : i;
      if (place < 0 || place >= inOrder.length || inOrder[(int) place] != null) {
        return List.of();
      }
      inOrder[(int) place] = one.entries().getOrDefault("embedding", Value.Null.NULL);
    }
    return vectors(List.of(inOrder));
  }

  /// A reply with vectors in OpenAI's form.
  public static EmbeddingModel.Reply vectorsReply(Value.Mapping reply) {
    long tokens = mapping(reply, "usage").map(usage -> number(usage, "prompt_tokens")).orElse(0L);
    return new EmbeddingModel.Reply(
        vectorsInOrder(reply),
        text(reply, "model").orElse(""),
        new TokenUsage(tokens, 0, tokens, 0, 0));
  }

  /// A JSON text as an object; empty if it is none.
  public static Optional<Value.Mapping> parsed(String json) {
    try {
      return Json.read(json) instanceof Value.Mapping mapping
          ? Optional.of(mapping)
          : Optional.empty();
    } catch (JsonSyntaxException broken) {
      return Optional.empty();
    }
  }
}
