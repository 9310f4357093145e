package io.promptflow4j.evaluators.experiment.scoring;

import io.promptflow4j.evaluators.comparison.Comparison.Metric.Kind;
import java.util.HashSet;
import java.util.Set;

/// Which values a score took. Owned by the thread that gathers them.
public final class Observed {

  private static final int MOST_LEVELS = 7;

  private final Set<Double> distinct = new HashSet<>();
  private boolean whole = true;
  private long count;

  public void add(double value) {
    count++;
    whole &= value == Math.rint(value);
    if (distinct.size() <= MOST_LEVELS) {
      distinct.add(value);
    }
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /// Zeros and ones are yes and no; few whole numbers are levels.
  public Kind kind() {
    if (Set.of(0.0, 1.0).containsAll(distinct)) {
      return Kind.BINARY;
    }
    return whole && distinct.size() <= MOST_LEVELS ? Kind.ORDINAL : Kind.CONTINUOUS;
  }
}
