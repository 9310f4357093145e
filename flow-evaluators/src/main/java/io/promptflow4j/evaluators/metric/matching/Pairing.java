package io.promptflow4j.evaluators.metric.matching;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;

/// The most pairs that two lists can form when each item is used once (augmenting paths, Kuhn
/// 1955).
///
/// Needed because equality within a tolerance is not transitive: taking the first fitting partner
/// can leave a later item without one.
public final class Pairing {

  private static final int NONE = -1;

  private final boolean[][] fits;
  private final int[] partnerOfOther;

  private Pairing(boolean[][] fits, int others) {
    this.fits = fits;
    this.partnerOfOther = new int[others];
    Arrays.fill(partnerOfOther, NONE);
  }

  public static <T> Pairing of(List<T> some, List<T> others, BiPredicate<T, T> fits) {
    var table = new boolean[some.size()][others.size()];
    for (int i = 0; i < some.size(); i++) {
      for (int j = 0; j < others.size(); j++) {
        table[i][j] = fits.test(some.get(i), others.get(j));
      }
    }
    var pairing = new Pairing(table, others.size());
    for (int i = 0; i < some.size(); i++) {
      pairing.place(i, new boolean[others.size()]);
    }
    return pairing;
  }

  private boolean place(int item, boolean[] tried) {
    for (int j = 0; j < tried.length; j++) {
      if (fits[item][j] && !tried[j]) {
        tried[j] = true;
        if (partnerOfOther[j] == NONE || place(partnerOfOther[j], tried)) {
          partnerOfOther[j] = item;
          return true;
        }
      }
    }
    return false;
  }

  /// How many pairs there are.
  public int size() {
    return (int) Arrays.stream(partnerOfOther).filter(partner -> partner != NONE).count();
  }
}
