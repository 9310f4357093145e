package io.promptflow4j.core.run.compute;

import io.promptflow4j.core.value.Value;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A value that came over the wire from another process of the same version.
record Fields(@Nullable Value value) {

  Fields get(String name) {
    return new Fields(mapping().get(name));
  }

  boolean isMissing() {
    return value == null || value == Value.Null.NULL;
  }

  Value.Mapping mapping() {
    return value instanceof Value.Mapping mapping ? mapping : Value.Mapping.EMPTY;
  }

  Stream<Fields> items() {
    return value instanceof Value.Sequence(var items)
        ? items.stream().map(Fields::new)
        : Stream.empty();
  }

  long number() {
    return value instanceof Value.Whole whole ? whole.number().longValueExact() : 0;
  }

  String text() {
    return value instanceof Value.Text(String text) ? text : "";
  }

  Optional<String> optional() {
    return isMissing() ? Optional.empty() : Optional.of(text());
  }
}
