package io.promptflow4j.core.value;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Puts a JSON object together, field by field, in the order in which it is written.
public final class Fields {

  private final LinkedHashMap<String, Value> entries = new LinkedHashMap<>();

  /// Starts with no fields.
  public Fields() {}

  public Fields put(String name, Value value) {
    entries.put(name, value);
    return this;
  }

  /// Puts the value unless there is one of that name.
  public Fields putNew(String name, Value value) {
    entries.putIfAbsent(name, value);
    return this;
  }

  public Fields put(String name, String text) {
    return put(name, Value.of(text));
  }

  public Fields put(String name, long number) {
    return put(name, Value.of(number));
  }

  public Fields put(String name, boolean truth) {
    return put(name, Value.of(truth));
  }

  public Fields put(String name, List<? extends Value> items) {
    return put(name, Value.of(items));
  }

  public Fields put(String name, Fields fields) {
    return put(name, fields.end());
  }

  /// The text, or `null` if there is none: a field of the shape is never left out.
  public Fields put(String name, Optional<String> text) {
    return put(name, text.<Value>map(Value::of).orElse(Value.Null.NULL));
  }

  public Fields putNull(String name) {
    return put(name, Value.Null.NULL);
  }

  /// Whether nothing was put.
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  public Value.Mapping end() {
    return new Value.Mapping(entries);
  }
}
