package io.promptflow4j.core.graph.check;

import io.promptflow4j.core.value.Value;
import java.math.BigDecimal;
import java.util.List;

/// Python's `==`: numbers and truth values are equal by their number (`1 == 1.0 == True`), mappings
/// whatever the order of their keys, everything else only within its own type.
final class PythonEquality {

  private PythonEquality() {}

  static boolean equal(Value one, Value other) {
    return switch (one) {
      case Value.Whole _, Value.Decimal _, Value.Bool _ ->
          isNumber(other) && equalNumbers(one, other);
      case Value.Sequence(var items) ->
          other instanceof Value.Sequence(var others) && equalItems(items, others);
      case Value.Mapping mapping ->
          other instanceof Value.Mapping others && equalEntries(mapping, others);
      case Value.Text _, Value.Null _, Value.Image _ -> one.equals(other);
    };
  }

  private static boolean equalItems(List<Value> items, List<Value> others) {
    if (items.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < items.size(); i++) {
      if (!equal(items.get(i), others.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean equalEntries(Value.Mapping mapping, Value.Mapping others) {
    return mapping.entries().keySet().equals(others.entries().keySet())
        && mapping.entries().entrySet().stream()
            .allMatch(entry -> equal(entry.getValue(), entry(others, entry.getKey())));
  }

  private static Value entry(Value.Mapping mapping, String key) {
    return mapping.entries().getOrDefault(key, Value.Null.NULL);
  }

  private static boolean isNumber(Value value) {
    return value instanceof Value.Whole
        || value instanceof Value.Decimal
        || value instanceof Value.Bool;
  }

  private static boolean equalNumbers(Value one, Value other) {
    if (isNotFinite(one) || isNotFinite(other)) {
      return one instanceof Value.Decimal(var a)
          && other instanceof Value.Decimal(var b)
          && a == b; // NaN is not equal to itself
    }
    return exact(one).compareTo(exact(other)) == 0;
  }

  private static boolean isNotFinite(Value value) {
    return value instanceof Value.Decimal(var number) && !Double.isFinite(number);
  }

  private static BigDecimal exact(Value number) {
    return switch (number) {
      case Value.Whole(var whole) -> new BigDecimal(whole);
      case Value.Decimal(var decimal) -> new BigDecimal(decimal);
      case Value.Bool truth -> truth.isTrue() ? BigDecimal.ONE : BigDecimal.ZERO;
      case Value.Text _, Value.Null _, Value.Sequence _, Value.Mapping _, Value.Image _ ->
          throw new IllegalStateException("not a number: " + number);
    };
  }
}
