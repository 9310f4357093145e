package io.promptflow4j.evaluators.metric;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.Objects;

/// One mapping of a [ReferenceFile], read by the names of its entries.
public record ReferenceCase(Value.Mapping entries) {

  public Value value(String name) {
    return Objects.requireNonNull(entries.get(name), name);
  }

  public boolean has(String name) {
    Value value = entries.get(name);
    return value != null && value != Value.Null.NULL;
  }

  public String text(String name) {
    return ((Value.Text) value(name)).text();
  }

  public double number(String name) {
    return asNumber(value(name));
  }

  public static double asNumber(Value value) {
    return switch (value) {
      case Value.Whole(var number) -> number.doubleValue();
      case Value.Decimal(var number) -> number;
      default -> throw new AssertionError("no number: " + value);
    };
  }

  public int whole(String name) {
    return ((Value.Whole) value(name)).number().intValueExact();
  }

  public boolean truth(String name) {
    return ((Value.Bool) value(name)).isTrue();
  }

  public List<Value> items(String name) {
    return ((Value.Sequence) value(name)).items();
  }

  public List<String> texts(String name) {
    return items(name).stream().map(item -> ((Value.Text) item).text()).toList();
  }

  public List<Double> numbers(String name) {
    return items(name).stream().map(ReferenceCase::asNumber).toList();
  }

  public ReferenceCase mapping(String name) {
    return new ReferenceCase((Value.Mapping) value(name));
  }

  /// Long lines make unreadable test names.
  @Override
  public String toString() {
    String json = Json.write(entries);
    return json.length() > 90 ? json.substring(0, 90) + "…" : json;
  }
}
