package io.promptflow4j.core.definition;

import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// A piece of data as it stands in a file: YAML 1.2 core schema, anchors and merges resolved.
public sealed interface Written {

  /// Where it begins.
  Place place();

  /// The data without the places.
  Value value();

  /// A text, number, truth value or null.
  ///
  /// @param references where each `${` of a text stands; empty if that can't be known, since
  ///   escapes hide them
  record Scalar(Value value, Place place, List<Place> references) implements Written {
    public Scalar {
      references = List.copyOf(references);
    }

    /// Data without references.
    public Scalar(Value value, Place place) {
      this(value, place, List.of());
    }
  }

  /// A list.
  record Items(List<Written> items, Place place) implements Written {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public Value value() {
      return new Value.Sequence(new ArrayList<>(items.stream().map(Written::value).toList()));
    }
  }

  /// A mapping, in the order of the file; keys are unique.
  record Fields(List<Field> fields, Place place) implements Written {
    public Fields {
      fields = List.copyOf(fields);
    }

    @Override
    public Value value() {
      var entries = new LinkedHashMap<String, Value>();
      fields.forEach(field -> entries.put(field.key().value(), field.content().value()));
      return new Value.Mapping(entries);
    }
  }

  /// One entry of a mapping.
  record Field(Located<String> key, Written content) {}
}
