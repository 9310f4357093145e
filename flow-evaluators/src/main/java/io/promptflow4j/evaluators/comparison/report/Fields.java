package io.promptflow4j.evaluators.comparison.report;

import io.promptflow4j.core.value.Value;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Function;

/// The fields of a JSON object, in the order in which they are added.
final class Fields {

  private final LinkedHashMap<String, Value> entries = new LinkedHashMap<>();

  Fields with(String name, Value value) {
    entries.put(name, value);
    return this;
  }

  Fields with(String name, String text) {
    return with(name, Value.of(text));
  }

  Fields with(String name, long number) {
    return with(name, Value.of(number));
  }

  Fields with(String name, double number) {
    return with(name, Value.of(number));
  }

  Fields with(String name, boolean truth) {
    return with(name, Value.of(truth));
  }

  /// A field that is `null` if there is nothing.
  <T> Fields with(String name, Optional<T> value, Function<T, Value> written) {
    return with(name, value.map(written).orElse(Value.Null.NULL));
  }

  <T> Fields with(String name, Collection<T> values, Function<T, ? extends Value> written) {
    return with(name, Value.of(values.stream().map(written).toList()));
  }

  Value.Mapping mapping() {
    return new Value.Mapping(entries);
  }
}
