package io.promptflow4j.core.run.journal;

import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.HashMap;
import java.util.Map;

/// Numbers rows that say the same: the first is 0, the next 1.
///
/// So equal rows are asked separately, as their author wrote them, and still each finds its own
/// answer again when the run is resumed or another run shares its calls. One thread uses it, in the
/// order of the rows.
public final class Occurrences {

  private final LongSet seen = new LongSet();
  private final Map<Long, Integer> again = new HashMap<>();

  /// Has seen no row.
  public Occurrences() {}

  /// The number of the row with these inputs.
  public int next(Value.Mapping inputs) {
    long hash = hash(Digest.of(Json.writeBytes(inputs)));
    return seen.add(hash) ? 0 : again.merge(hash, 1, Integer::sum);
  }

  /// The first 64 bits of a digest.
  static long hash(Digest digest) {
    return Long.parseUnsignedLong(digest.hex(), 0, 16, 16);
  }
}
