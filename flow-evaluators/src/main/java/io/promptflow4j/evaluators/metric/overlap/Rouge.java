package io.promptflow4j.evaluators.metric.overlap;

import io.promptflow4j.evaluators.metric.PrecisionRecall;
import io.promptflow4j.evaluators.metric.text.Ngrams;
import io.promptflow4j.evaluators.metric.text.PorterStemmer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/// ROUGE (Lin 2004) as Google's `rouge_score` package computes it: precision, recall and F1 of
/// n-grams in common or of the longest common subsequence. From 0 to 1, higher is better.
///
/// Tokens are runs of `a` to `z` and `0` to `9` after lower case, so texts in other scripts have
/// none and are not scored. With `stem`, tokens of more than three characters are stemmed. Prompt
/// flow's evaluator does not stem.
public record Rouge(boolean stem) {

  public static final Rouge STANDARD = new Rouge(false);
  public static final Rouge STEMMING = new Rouge(true);

  /// ROUGE-N, of runs of `n` tokens.
  public PrecisionRecall ngrams(int n, String answer, String reference) {
    var found = Ngrams.of(tokens(answer), n);
    var expected = Ngrams.of(tokens(reference), n);
    if (expected.isEmpty()) {
      return PrecisionRecall.notScored(
          "the reference has fewer than " + n + (n == 1 ? " token" : " tokens"));
    }
    return PrecisionRecall.of(
        Ngrams.common(found, expected), Ngrams.total(found), Ngrams.total(expected));
  }

  /// ROUGE-L, of the longest common subsequence of the whole texts.
  public PrecisionRecall longest(String answer, String reference) {
    List<String> found = tokens(answer);
    List<String> expected = tokens(reference);
    int length = new CommonSubsequence(expected, found).positions().size();
    return PrecisionRecall.of(length, found.size(), expected.size());
  }

  /// ROUGE-Lsum: for each line of the reference, the union of its longest common subsequences with
  /// the lines of the answer; no token counts more often than it occurs on either side.
  public PrecisionRecall longestByLine(String answer, String reference) {
    List<List<String>> found = lines(answer);
    List<List<String>> expected = lines(reference);
    var freeFound = Ngrams.single(flat(found));
    var freeExpected = Ngrams.single(flat(expected));
    long hits = 0;
    for (List<String> line : expected) {
      for (int position : union(line, found)) {
        String token = line.get(position);
        if (freeFound.getOrDefault(token, 0) > 0 && freeExpected.getOrDefault(token, 0) > 0) {
          hits++;
          freeFound.merge(token, -1, Integer::sum);
          freeExpected.merge(token, -1, Integer::sum);
        }
      }
    }
    return PrecisionRecall.of(hits, flat(found).size(), flat(expected).size());
  }

  private static TreeSet<Integer> union(List<String> line, List<List<String>> answer) {
    var positions = new TreeSet<Integer>();
    for (List<String> other : answer) {
      positions.addAll(new CommonSubsequence(line, other).positions());
    }
    return positions;
  }

  private static List<String> flat(List<List<String>> lines) {
    return lines.stream().flatMap(List::stream).toList();
  }

  private List<List<String>> lines(String text) {
    return text.lines().filter(line -> !line.isEmpty()).map(this::tokens).toList();
  }

  private List<String> tokens(String text) {
    var tokens = new ArrayList<String>();
    for (String token : text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+", -1)) {
      if (!token.isEmpty()) {
        tokens.add(stem && token.length() > 3 ? PorterStemmer.stem(token) : token);
      }
    }
    return tokens;
  }
}
