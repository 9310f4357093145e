package io.promptflow4j.core.dataset.catalog;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// One version of a data set.
///
/// @param version counted from 1
/// @param path where its rows are, as absolute as its author wants it
/// @param digest of its rows; see `RowDigest`
/// @param rows how many there are
public record NamedData(
    String name,
    int version,
    String path,
    String digest,
    long rows,
    SequencedMap<String, String> tags,
    String description,
    Instant created) {

  public NamedData {
    if (!DataReference.isName(name)) {
      throw new IllegalArgumentException(
          "'%s' can't name data; use letters, digits, '.', '_' and '-', 100 at most"
              .formatted(name));
    }
    if (version < 1) {
      throw new IllegalArgumentException("versions count from 1, not from " + version);
    }
    tags = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tags));
  }

  /// `name:version`
  public DataReference reference() {
    return DataReference.to(name, version);
  }
}
