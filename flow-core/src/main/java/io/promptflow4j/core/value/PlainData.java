package io.promptflow4j.core.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Plain Java data to values and back.
final class PlainData {

  private PlainData() {}

  static Value read(@Nullable Object plain) {
    return switch (plain) {
      case null -> Value.Null.NULL;
      case Value value -> value;
      case CharSequence text -> Value.of(text.toString());
      case Boolean truth -> Value.of(truth.booleanValue());
      case BigInteger number -> new Value.Whole(number);
      case Integer number -> Value.of(number.longValue());
      case Long number -> Value.of(number.longValue());
      case Short number -> Value.of(number.longValue());
      case Byte number -> Value.of(number.longValue());
      case Double number -> Value.of(number.doubleValue());
      case Float number -> Value.of(number.doubleValue());
      case BigDecimal number -> Value.of(number.doubleValue());
      case Map<?, ?> map -> mapping(map);
      case Iterable<?> items -> sequence(items);
      case Object other ->
          throw new IllegalArgumentException(
              "%s is not data a flow can carry; use text, numbers, booleans, lists and maps"
                  .formatted(other.getClass().getName()));
    };
  }

  private static Value mapping(Map<?, ?> map) {
    var entries = new LinkedHashMap<String, Value>();
    map.forEach((key, item) -> entries.put(String.valueOf(key), read(item)));
    return new Value.Mapping(entries);
  }

  private static Value sequence(Iterable<?> items) {
    var values = new ArrayList<Value>();
    items.forEach(item -> values.add(read(item)));
    return new Value.Sequence(values);
  }

  static @Nullable Object write(Value value) {
    return switch (value) {
      case Value.Text(var text) -> text;
      case Value.Whole(var number) -> number.bitLength() < 64 ? number.longValue() : number;
      case Value.Decimal(var number) -> number;
      case Value.Bool truth -> truth.isTrue();
      case Value.Null _ -> null;
      case Value.Sequence(var items) -> list(items);
      case Value.Mapping(var entries) -> map(entries);
      case Value.Image image -> map(Images.toMapping(image).entries());
    };
  }

  private static List<@Nullable Object> list(List<Value> items) {
    var plain = new ArrayList<@Nullable Object>(items.size());
    items.forEach(item -> plain.add(write(item)));
    return Collections.unmodifiableList(plain);
  }

  private static Map<String, @Nullable Object> map(Map<String, Value> entries) {
    var plain = new LinkedHashMap<String, @Nullable Object>();
    entries.forEach((key, item) -> plain.put(key, write(item)));
    return Collections.unmodifiableMap(plain);
  }
}
