package io.promptflow4j.evaluators.metric.overlap;

import io.promptflow4j.evaluators.metric.Score;
import io.promptflow4j.evaluators.metric.text.Ngrams;
import io.promptflow4j.evaluators.metric.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// chrF (Popović 2015): F-score of character n-grams, without white space; chrF++ also counts word
/// n-grams. As sacreBLEU: precision and recall are averaged over the orders that both sides have,
/// and recall weighs beta² times as much. From 0 to 100, higher is better; fits any language.
public record ChrF(int characterOrder, int wordOrder, double beta) {

  /// chrF2: characters up to 6, beta 2.
  public static final ChrF CHRF = new ChrF(6, 0, 2);

  /// chrF2++: also words up to 2.
  public static final ChrF CHRF_PLUS_PLUS = new ChrF(6, 2, 2);

  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  private record Hits(long found, long expected, long matched) {

    Hits plus(Hits other) {
      return new Hits(found + other.found, expected + other.expected, matched + other.matched);
    }
  }

  public Score ofSentence(String answer, List<String> references) {
    return ofCorpus(List.of(new CorpusBleu.Line(answer, references)));
  }

  /// Counts are summed over the lines; of several references of a line the best one counts.
  public Score ofCorpus(List<CorpusBleu.Line> lines) {
    List<Hits> sums = new ArrayList<>();
    for (CorpusBleu.Line line : lines) {
      List<Hits> best = best(line);
      for (int i = 0; i < best.size(); i++) {
        if (i == sums.size()) {
          sums.add(best.get(i));
        } else {
          sums.set(i, sums.get(i).plus(best.get(i)));
        }
      }
    }
    return sums.stream().allMatch(hits -> hits.expected() == 0)
        ? Score.notScored("the reference is empty")
        : Score.of(fScore(sums));
  }

  private List<Hits> best(CorpusBleu.Line line) {
    List<Map<String, Integer>> found = counts(line.answer());
    List<Hits> best = List.of();
    double most = -1;
    for (String reference : line.references()) {
      List<Hits> hits = hits(found, counts(reference));
      double score = fScore(hits);
      if (score > most) {
        most = score;
        best = hits;
      }
    }
    return best;
  }

  private static List<Hits> hits(
      List<Map<String, Integer>> found, List<Map<String, Integer>> expected) {
    var hits = new ArrayList<Hits>();
    for (int i = 0; i < found.size(); i++) {
      Map<String, Integer> reference = expected.get(i);
      long total = reference.isEmpty() ? 0 : Ngrams.total(found.get(i));
      hits.add(new Hits(total, Ngrams.total(reference), Ngrams.common(found.get(i), reference)));
    }
    return hits;
  }

  private List<Map<String, Integer>> counts(String text) {
    var counts = new ArrayList<Map<String, Integer>>();
    String dense = String.join("", Words.of(text));
    for (int n = 1; n <= characterOrder; n++) {
      counts.add(Ngrams.ofCharacters(dense, n));
    }
    List<String> words = wordOrder == 0 ? List.of() : wordsAndMarks(text);
    for (int n = 1; n <= wordOrder; n++) {
      counts.add(joined(words, n));
    }
    return counts;
  }

  private static Map<String, Integer> joined(List<String> words, int n) {
    var ngrams = new ArrayList<String>();
    for (int i = 0; i + n <= words.size(); i++) {
      ngrams.add(String.join(" ", words.subList(i, i + n)));
    }
    return Ngrams.single(ngrams);
  }

  /// Words with one mark of punctuation taken off: the last, or else the first.
  private static List<String> wordsAndMarks(String text) {
    var tokens = new ArrayList<String>();
    for (String word : Words.of(text)) {
      int last = word.length() - 1;
      if (word.codePointCount(0, word.length()) == 1) {
        tokens.add(word);
      } else if (PUNCTUATION.indexOf(word.charAt(last)) >= 0) {
        tokens.add(word.substring(0, last));
        tokens.add(word.substring(last));
      } else if (PUNCTUATION.indexOf(word.charAt(0)) >= 0) {
        tokens.add(word.substring(0, 1));
        tokens.add(word.substring(1));
      } else {
        tokens.add(word);
      }
    }
    return tokens;
  }

  private double fScore(List<Hits> orders) {
    List<Hits> both =
        orders.stream().filter(hits -> hits.found() > 0 && hits.expected() > 0).toList();
    if (both.isEmpty()) {
      return 0;
    }
    double precision = 0;
    double recall = 0;
    for (Hits hits : both) {
      precision += (double) hits.matched() / hits.found() / both.size();
      recall += (double) hits.matched() / hits.expected() / both.size();
    }
    double weight = beta * beta;
    return precision + recall == 0
        ? 0
        : 100 * (1 + weight) * precision * recall / (weight * precision + recall);
  }
}
