package io.promptflow4j.core.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/// Equality as Python's `==` sees it: `1 == 1.0 == True`, lists by their items, mappings by their
/// entries, NaN unequal to itself.
public final class PythonEquality {

  private PythonEquality() {}

  public static boolean equal(Value a, Value b) {
    return switch (a) {
      case Value.Text(var text) -> b instanceof Value.Text(var other) && text.equals(other);
      case Value.Null _ -> b instanceof Value.Null;
      case Value.Sequence(var items) ->
          b instanceof Value.Sequence(var others) && equalItems(items, others);
      case Value.Mapping(var entries) ->
          b instanceof Value.Mapping(var others) && equalEntries(entries, others);
      case Value.Image image -> image.equals(b);
      case Value.Whole(var number) -> equalsWhole(number, b);
      case Value.Bool truth -> equalsWhole(truth.isTrue() ? BigInteger.ONE : BigInteger.ZERO, b);
      case Value.Decimal(var number) -> equalsDecimal(number, b);
    };
  }

  private static boolean equalsWhole(BigInteger number, Value other) {
    return switch (other) {
      case Value.Whole(var whole) -> number.equals(whole);
      case Value.Bool truth -> number.equals(truth.isTrue() ? BigInteger.ONE : BigInteger.ZERO);
      case Value.Decimal(var decimal) -> equalsDecimal(decimal, new Value.Whole(number));
      default -> false;
    };
  }

  private static boolean equalsDecimal(double number, Value other) {
    return switch (other) {
      case Value.Decimal(var decimal) -> number == decimal;
      case Value.Bool truth -> number == (truth.isTrue() ? 1.0 : 0.0);
      case Value.Whole(var whole) ->
          Double.isFinite(number) && new BigDecimal(number).compareTo(new BigDecimal(whole)) == 0;
      default -> false;
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

  private static boolean equalEntries(Map<String, Value> entries, Map<String, Value> others) {
    if (entries.size() != others.size()) {
      return false;
    }
    for (var entry : entries.entrySet()) {
      Value other = others.get(entry.getKey());
      if (other == null || !equal(entry.getValue(), other)) {
        return false;
      }
    }
    return true;
  }
}
