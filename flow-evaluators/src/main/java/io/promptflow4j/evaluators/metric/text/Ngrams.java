package io.promptflow4j.evaluators.metric.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How often each run of n neighbouring things occurs.
public final class Ngrams {

  private Ngrams() {}

  /// Counts of the runs of `n` neighbouring `tokens`.
  public static Map<List<String>, Integer> of(List<String> tokens, int n) {
    var counts = new HashMap<List<String>, Integer>();
    for (int i = 0; i + n <= tokens.size(); i++) {
      counts.merge(List.copyOf(tokens.subList(i, i + n)), 1, Integer::sum);
    }
    return counts;
  }

  /// Counts of single `tokens`.
  public static Map<String, Integer> single(List<String> tokens) {
    var counts = new HashMap<String, Integer>();
    tokens.forEach(token -> counts.merge(token, 1, Integer::sum));
    return counts;
  }

  /// Counts of the runs of `n` code points of `text`.
  public static Map<String, Integer> ofCharacters(String text, int n) {
    int[] points = text.codePoints().toArray();
    var counts = new HashMap<String, Integer>();
    for (int i = 0; i + n <= points.length; i++) {
      counts.merge(new String(points, i, n), 1, Integer::sum);
    }
    return counts;
  }

  /// How many things two countings have in common, each as often as it occurs in both.
  public static <T> long common(Map<T, Integer> some, Map<T, Integer> others) {
    long common = 0;
    for (var entry : some.entrySet()) {
      common += Math.min(entry.getValue(), others.getOrDefault(entry.getKey(), 0));
    }
    return common;
  }

  public static long total(Map<?, Integer> counts) {
    return counts.values().stream().mapToLong(Integer::longValue).sum();
  }
}
