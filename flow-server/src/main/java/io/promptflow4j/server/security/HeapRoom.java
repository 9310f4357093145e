package io.promptflow4j.server.security;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Keeps the calls inside from taking more memory than there is. Thread-safe.
///
/// What is alive is known after each collection of the heap's large part; what was admitted since
/// is added at its estimate. Before the first collection only the estimates count.
public final class HeapRoom {

  /// What a call holds that streams its answer, as measured.
  private static final long CALL_BYTES = 56L << 10;

  /// A body is there as bytes, as a text and as values.
  private static final long COPIES = 8;

  /// How full the heap may be: the collector needs some of it, and estimates err.
  private static final double FULL = 0.92;

  private final LongSupplier alive;
  private final long most;
  private final AtomicLong reserved = new AtomicLong();
  private volatile Known known = new Known(0, 0);

  /// @param reserved what was reserved when this was seen first
  private record Known(long alive, long reserved) {}

  /// @param alive how many bytes of the heap's large part were used after its last collection; 0
  ///   before the first
  /// @param most how large that part can get
  public HeapRoom(LongSupplier alive, long most) {
    this.alive = alive;
    this.most = (long) (FULL * most);
  }

  /// The room in the heap of this process; without bounds if the collector does not tell.
  public static HeapRoom ofProcess() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
        .max(Comparator.comparingLong(pool -> pool.getUsage().getMax()))
        .filter(pool -> pool.getUsage().getMax() > 0)
        .map(pool ->
            new HeapRoom(() -> pool.getCollectionUsage().getUsed(), pool.getUsage().getMax()))
        .orElseGet(() -> new HeapRoom(() -> 0, Long.MAX_VALUE));
  }

  /// What a call is estimated to take.
  ///
  /// @param bodyBytes the length of its body; negative if it does not say
  public static long of(long bodyBytes) {
    return CALL_BYTES + COPIES * Math.max(0, bodyBytes);
  }

  /// Reserves room for a call; whether there was any. Whoever got it gives it back. A call that
  /// would be the only one is always let in, so that there is a next collection.
  boolean reserve(long bytes) {
    long all = reserved.addAndGet(bytes);
    long collected = alive.getAsLong();
    Known before = known;
    if (collected != before.alive()) {
      before = new Known(collected, collected == 0 ? 0 : all - bytes);
      known = before; // whoever is a moment later has the same to say
    }
    if (all == bytes || before.alive() + (all - before.reserved()) <= most) {
      return true;
    }
    release(bytes);
    return false;
  }

  /// Gives room back.
  void release(long bytes) {
    reserved.addAndGet(-bytes);
  }
}
