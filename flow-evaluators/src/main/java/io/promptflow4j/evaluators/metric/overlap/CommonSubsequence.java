package io.promptflow4j.evaluators.metric.overlap;

import java.util.ArrayList;
import java.util.List;

/// A longest common subsequence of two lists of tokens; of several, the one that `rouge_score`
/// takes, because ROUGE-Lsum depends on the choice.
record CommonSubsequence(List<String> expected, List<String> found) {

  /// Where in `expected` its tokens stand, in ascending order.
  List<Integer> positions() {
    int[][] lengths = lengths();
    var positions = new ArrayList<Integer>();
    int i = expected.size();
    int j = found.size();
    while (i > 0 && j > 0) {
      if (expected.get(i - 1).equals(found.get(j - 1))) {
        positions.add(i - 1);
        i--;
        j--;
      } else if (lengths[i][j - 1] > lengths[i - 1][j]) {
        j--;
      } else {
        i--;
      }
    }
    return positions.reversed();
  }

  private int[][] lengths() {
    var lengths = new int[expected.size() + 1][found.size() + 1];
    for (int i = 1; i <= expected.size(); i++) {
      for (int j = 1; j <= found.size(); j++) {
        lengths[i][j] =
            expected.get(i - 1).equals(found.get(j - 1))
                ? lengths[i - 1][j - 1] + 1
                : Math.max(lengths[i - 1][j], lengths[i][j - 1]);
      }
    }
    return lengths;
  }
}
