package io.promptflow4j.core.source;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds the name that a misspelt one was probably meant to be.
public final class Suggestion {

  private Suggestion() {}

  /// ` Did you mean 'x'?` with a leading blank, or nothing when no candidate is close.
  public static String didYouMean(String wrong, Collection<String> candidates) {
    return closest(wrong, candidates).map(" Did you mean '%s'?"::formatted).orElse("");
  }

  /// The candidate with the fewest edits, if they are at most a third of the length (at least one).
  public static Optional<String> closest(String wrong, Collection<String> candidates) {
    if (wrong.length() > 100) {
      return Optional.empty();
    }
    int limit = Math.max(1, wrong.length() / 3);
    String best = null;
    int bestDistance = limit + 1;
    for (String candidate : candidates) {
      if (Math.abs(candidate.length() - wrong.length()) < bestDistance) {
        int distance = distance(fold(wrong), fold(candidate));
        if (distance < bestDistance) {
          best = candidate;
          bestDistance = distance;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  /// Edits between two names, where swapping neighbours counts as one (optimal string alignment).
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cell(a, b, i, j, cost);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cell(String a, String b, int i, int j, int[][] cost) {
    int substitution = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int best =
        Math.min(
            Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1), cost[i - 1][j - 1] + substitution);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
