package io.promptflow4j.core.run.export;

import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Builds a mapping in the order in which it is written.
final class Entries {

  private final SequencedMap<String, Value> entries = new LinkedHashMap<>();

  Entries put(String key, Value value) {
    entries.put(key, value);
    return this;
  }

  Entries put(String key, String text) {
    return put(key, Value.of(text));
  }

  Entries put(String key, long number) {
    return put(key, Value.of(number));
  }

  Entries putNull(String key) {
    return put(key, Value.Null.NULL);
  }

  Entries putAll(Value.Mapping others) {
    entries.putAll(others.entries());
    return this;
  }

  Value.Mapping end() {
    return new Value.Mapping(entries);
  }

  /// What stands under `key`, or an empty mapping.
  static Value.Mapping mapping(Value.Mapping within, String key) {
    return within.get(key) instanceof Value.Mapping found ? found : Value.Mapping.EMPTY;
  }

  /// What stands under `key`, or null.
  static Value value(Value.Mapping within, String key) {
    Value found = within.get(key);
    return found == null ? Value.Null.NULL : found;
  }

  /// The text under `key`, or an empty one.
  static String text(Value.Mapping within, String key) {
    return within.get(key) instanceof Value.Text(var text) ? text : "";
  }
}
