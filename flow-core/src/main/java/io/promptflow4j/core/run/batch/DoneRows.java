package io.promptflow4j.core.run.batch;

import io.promptflow4j.core.run.RowKey;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/// Which rows need not run: one bit a row and repeat. Filled once, then only read.
final class DoneRows {

  private static final int CHUNK_BITS = 20;
  private static final int IN_CHUNK = (1 << CHUNK_BITS) - 1;

  /// The lines of a million, of one repeat.
  private record Chunk(int repeat, long number) {}

  private final Map<Chunk, BitSet> chunks = new HashMap<>();

  private long count;

  private DoneRows() {}

  static DoneRows of(Stream<RowKey> keys) {
    var done = new DoneRows();
    keys.forEach(done::add);
    return done;
  }

  private void add(RowKey key) {
    chunks.computeIfAbsent(chunk(key), _ -> new BitSet()).set((int) (key.line() & IN_CHUNK));
    count++;
  }

  long count() {
    return count;
  }

  boolean contains(RowKey key) {
    BitSet chunk = chunks.get(chunk(key));
    return chunk != null && chunk.get((int) (key.line() & IN_CHUNK));
  }

  private static Chunk chunk(RowKey key) {
    return new Chunk(key.repeat(), key.line() >> CHUNK_BITS);
  }
}
