package io.promptflow4j.core.model.catalog.file;

import io.promptflow4j.core.source.Place;
import java.util.List;
import java.util.SequencedMap;

/// A value of a catalog file with its place.
sealed interface Entry {

  Place place();

  /// A text, a number or a truth value, as it was written.
  record Scalar(Place place, String text) implements Entry {}

  /// A list.
  record Items(Place place, List<Entry> entries) implements Entry {}

  /// A mapping.
  record Group(Place place, SequencedMap<String, Named> entries) implements Entry {}

  /// A value of a mapping.
  ///
  /// @param key where its key stands
  record Named(Place key, Entry value) {}
}
