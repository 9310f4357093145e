package io.promptflow4j.evaluators.experiment.course;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// The order in which rows count, which has nothing to do with what they say: each block is drawn
/// by chance, and shuffled. Owned by the thread that conducts the experiment.
public final class RowOrder {

  private final Set<Long> lines = new LinkedHashSet<>();
  private final Random chance;

  public RowOrder(long seed) {
    chance = new Random(seed);
  }

  /// Takes the lines that have been run by now.
  public void add(Collection<Long> all) {
    var more = new ArrayList<>(all);
    more.removeAll(lines);
    Collections.sort(more);
    Collections.shuffle(more, chance);
    lines.addAll(more);
  }

  public List<Long> lines() {
    return List.copyOf(lines);
  }
}
