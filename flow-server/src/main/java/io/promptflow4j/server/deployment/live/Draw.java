package io.promptflow4j.server.deployment.live;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicLong;

/// Chooses a deployment by its share. Thread-safe.
///
/// Calls without a name are drawn one by one: the numbers 1, 2, 3 … after a secret beginning, mixed
/// well (SplitMix64). Calls with a name always go to the same deployment as long as the split
/// stays; if it changes, only as many names move as have to (rendezvous hashing with weights).
final class Draw {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1.0p-53;

  private final AtomicLong state;

  Draw(long beginning) {
    this.state = new AtomicLong(beginning);
  }

  /// A number from 0 on and below 1.
  double next() {
    return unit(mix(state.addAndGet(GOLDEN)));
  }

  private static long mix(long number) {
    long mixed = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  private static double unit(long bits) {
    return (bits >>> 11) * UNIT;
  }

  /// A deployment; empty if nobody has a share.
  Optional<String> of(SortedMap<String, Integer> split) {
    double at = next() * split.values().stream().mapToInt(Integer::intValue).sum();
    for (Map.Entry<String, Integer> one : split.entrySet()) {
      at -= one.getValue();
      if (at < 0) {
        return Optional.of(one.getKey());
      }
    }
    return Optional.empty();
  }

  /// The deployment of whoever is called `name`; empty if nobody has a share.
  static Optional<String> of(SortedMap<String, Integer> split, String name) {
    Optional<String> best = Optional.empty();
    double highest = -1;
    for (Map.Entry<String, Integer> one : split.entrySet()) {
      double score = one.getValue() / -Math.log(1 - hash(name + "\0" + one.getKey()));
      if (one.getValue() > 0 && score > highest) {
        highest = score;
        best = Optional.of(one.getKey());
      }
    }
    return best;
  }

  /// A number from 0 on and below 1 that looks random.
  private static double hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return unit(ByteBuffer.wrap(digest).getLong());
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
