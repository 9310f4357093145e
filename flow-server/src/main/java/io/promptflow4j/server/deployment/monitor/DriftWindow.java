package io.promptflow4j.server.deployment.monitor;

import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.metric.drift.FieldProfile;
import io.promptflow4j.evaluators.metric.drift.StabilityIndex;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// The newest values of a field, as bins. One thread's.
final class DriftWindow {

  /// Fewer values say nothing.
  static final int FEWEST = 50;

  private final FieldProfile profile;
  private final int most;
  private final Deque<Integer> newest = new ArrayDeque<>();
  private final long[] counts;

  DriftWindow(FieldProfile profile, int most) {
    this.profile = profile;
    this.most = most;
    this.counts = new long[profile.bins()];
  }

  void add(Value value) {
    int bin = profile.bin(value);
    newest.addLast(bin);
    counts[bin]++;
    if (newest.size() > most) {
      counts[newest.removeFirst()]--;
    }
  }

  int size() {
    return newest.size();
  }

  /// How far they are from the approved ones, once there are enough.
  Optional<StabilityIndex> index() {
    return newest.size() < FEWEST ? Optional.empty() : Optional.of(profile.compare(counts));
  }
}
