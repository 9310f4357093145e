package io.promptflow4j.core.run.batch;

import io.promptflow4j.core.run.RowKey;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/// Which rows need not run: one bit a row. Filled once, then only read.
final class DoneRows {

  private static final int CHUNK_BITS = 20;

  private final int repeats;
  private final Map<Long, BitSet> chunks = new HashMap<>();

  private DoneRows(int repeats) {
    this.repeats = repeats;
  }

  static DoneRows of(Stream<RowKey> keys, int repeats) {
    var done = new DoneRows(repeats);
    keys.forEach(done::add);
    return done;
  }

  private void add(RowKey key) {
    if (key.repeat() < repeats) {
      long index = index(key);
      chunks
          .computeIfAbsent(index >> CHUNK_BITS, _ -> new BitSet())
          .set((int) (index & ((1 << CHUNK_BITS) - 1)));
    }
  }

  boolean contains(RowKey key) {
    long index = index(key);
    BitSet chunk = chunks.get(index >> CHUNK_BITS);
    return chunk != null && chunk.get((int) (index & ((1 << CHUNK_BITS) - 1)));
  }

  private long index(RowKey key) {
    return key.line() * repeats + key.repeat();
  }
}
