package io.promptflow4j.evaluators.metric.matching;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.metric.Score;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Equality of JSON values: the order of keys never counts, the order of lists counts unless
/// `ignoreOrder`, numbers may differ by the tolerance of `numbers` (1 and 1.0 are equal in any
/// case).
public record JsonMatch(boolean ignoreOrder, NumberMatch numbers) {

  /// Lists in order, numbers exactly.
  public static final JsonMatch EXACT =
      new JsonMatch(false, new NumberMatch(0, 0, NumberMatch.Place.WHOLE));

  /// Lists in any order, numbers to nine digits.
  public static final JsonMatch LENIENT = new JsonMatch(true, NumberMatch.STANDARD);

  /// 1 or 0; an answer that is no JSON is 0, a reference that is none is not scored.
  public Score score(String answer, String reference) {
    Value expected;
    try {
      expected = Json.read(reference);
    } catch (JsonSyntaxException broken) {
      return Score.notScored("the reference is no JSON: " + broken.getMessage());
    }
    try {
      return Score.of(areEqual(Json.read(answer), expected));
    } catch (JsonSyntaxException _) {
      return Score.of(false);
    }
  }

  /// 1 if the value at `path` in both is present and equal; not scored where the reference has
  /// none.
  public Score scoreAt(JsonPath path, Value answer, Value reference) {
    return path.in(reference)
        .map(expected ->
            Score.of(path.in(answer).filter(found -> areEqual(found, expected)).isPresent()))
        .orElse(Score.notScored("the reference has nothing at " + path));
  }

  public boolean areEqual(Value some, Value other) {
    return switch (some) {
      case Value.Whole(var number) -> isClose(number.doubleValue(), other);
      case Value.Decimal(double number) -> isClose(number, other);
      case Value.Sequence(var items) ->
          other instanceof Value.Sequence(var others) && areEqual(items, others);
      case Value.Mapping mapping ->
          other instanceof Value.Mapping(var others)
              && mapping.entries().keySet().equals(others.keySet())
              && mapping.entries().entrySet().stream()
                  .allMatch(entry -> hasEqual(others.get(entry.getKey()), entry.getValue()));
      case Value.Text _, Value.Bool _, Value.Null _, Value.Image _ -> some.equals(other);
    };
  }

  private boolean hasEqual(@Nullable Value some, Value other) {
    return some != null && areEqual(some, other);
  }

  private boolean isClose(double number, Value other) {
    return switch (other) {
      case Value.Whole(var whole) -> numbers.isClose(number, whole.doubleValue());
      case Value.Decimal(double decimal) -> numbers.isClose(number, decimal);
      case Value.Text _,
          Value.Bool _,
          Value.Null _,
          Value.Sequence _,
          Value.Mapping _,
          Value.Image _ ->
          false;
    };
  }

  private boolean areEqual(List<Value> some, List<Value> others) {
    if (some.size() != others.size()) {
      return false;
    }
    if (ignoreOrder) {
      return Pairing.of(some, others, this::areEqual).size() == some.size();
    }
    for (int i = 0; i < some.size(); i++) {
      if (!areEqual(some.get(i), others.get(i))) {
        return false;
      }
    }
    return true;
  }
}
