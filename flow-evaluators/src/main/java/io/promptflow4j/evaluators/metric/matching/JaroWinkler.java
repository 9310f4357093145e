package io.promptflow4j.evaluators.metric.matching;

import io.promptflow4j.evaluators.metric.Score;
import java.util.Arrays;

/// Similarity of short names (Winkler 1990), from 0 to 1, higher is better.
///
/// Jaro: with m code points in common within half the longer length and t half the number of those
/// out of order, (m/|a| + m/|b| + (m − t)/m) / 3. Above 0.7 each of the first four equal code
/// points adds a tenth of what is missing to 1. As RapidFuzz; two empty texts are equal.
public final class JaroWinkler {

  private static final double BOOST_FROM = 0.7;
  private static final double PREFIX_WEIGHT = 0.1;
  private static final int MAX_PREFIX = 4;

  private JaroWinkler() {}

  public static Score similarity(String text, String expected) {
    int[] some = text.codePoints().toArray();
    int[] others = expected.codePoints().toArray();
    double jaro = jaro(some, others);
    if (jaro <= BOOST_FROM) {
      return Score.of(jaro);
    }
    int mismatch = Arrays.mismatch(some, others);
    int prefix = Math.min(MAX_PREFIX, mismatch < 0 ? some.length : mismatch);
    return Score.of(jaro + prefix * PREFIX_WEIGHT * (1 - jaro));
  }

  private static double jaro(int[] some, int[] others) {
    if (some.length == 0 || others.length == 0) {
      return some.length == others.length ? 1 : 0;
    }
    var someMatched = new boolean[some.length];
    var othersMatched = new boolean[others.length];
    int matches = match(some, others, someMatched, othersMatched);
    if (matches == 0) {
      return 0;
    }
    int[] first = matched(some, someMatched, matches);
    int[] second = matched(others, othersMatched, matches);
    int misplaced = 0;
    for (int i = 0; i < matches; i++) {
      misplaced += first[i] == second[i] ? 0 : 1;
    }
    double inOrder = matches - misplaced / 2;
    return ((double) matches / some.length + (double) matches / others.length + inOrder / matches)
        / 3;
  }

  private static int match(
      int[] some, int[] others, boolean[] someMatched, boolean[] othersMatched) {
    int reach = Math.max(0, Math.max(some.length, others.length) / 2 - 1);
    int matches = 0;
    for (int i = 0; i < some.length; i++) {
      int end = Math.min(others.length, i + reach + 1);
      for (int j = Math.max(0, i - reach); j < end && !someMatched[i]; j++) {
        if (!othersMatched[j] && some[i] == others[j]) {
          someMatched[i] = true;
          othersMatched[j] = true;
          matches++;
        }
      }
    }
    return matches;
  }

  private static int[] matched(int[] points, boolean[] matched, int count) {
    var found = new int[count];
    int next = 0;
    for (int i = 0; i < points.length; i++) {
      if (matched[i]) {
        found[next++] = points[i];
      }
    }
    return found;
  }
}
