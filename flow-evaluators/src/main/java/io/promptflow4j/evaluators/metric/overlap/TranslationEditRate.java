package io.promptflow4j.evaluators.metric.overlap;

import io.promptflow4j.evaluators.metric.Score;
import io.promptflow4j.evaluators.metric.text.Words;
import java.util.List;
import java.util.Locale;

/// TER (Snover et al. 2006) as sacreBLEU computes it with its defaults: 100 times the edits (words
/// inserted, deleted, replaced, and runs of words moved, each one edit) that turn the answer into
/// the closest reference, divided by the average length of the references. 0 is equality, lower is
/// better; beyond 100 for a long wrong answer. Case is ignored, punctuation counts.
public final class TranslationEditRate {

  private record Edits(double edits, double length) {}

  private TranslationEditRate() {}

  public static Score ofSentence(String answer, List<String> references) {
    return ofCorpus(List.of(new CorpusBleu.Line(answer, references)));
  }

  /// Edits and lengths are summed over the lines.
  public static Score ofCorpus(List<CorpusBleu.Line> lines) {
    double edits = 0;
    double length = 0;
    for (CorpusBleu.Line line : lines) {
      Edits counted = count(line);
      edits += counted.edits();
      length += counted.length();
    }
    return length == 0 ? Score.notScored("the reference is empty") : Score.of(100 * edits / length);
  }

  private static Edits count(CorpusBleu.Line line) {
    List<String> answer = words(line.answer());
    int fewest = Integer.MAX_VALUE;
    double length = 0;
    for (String reference : line.references()) {
      List<String> expected = words(reference);
      length += (double) expected.size() / line.references().size();
      fewest = Math.min(fewest, new WordMoves(expected).edits(answer));
    }
    return line.references().isEmpty() ? new Edits(0, 0) : new Edits(fewest, length);
  }

  private static List<String> words(String text) {
    return Words.of(text.toLowerCase(Locale.ROOT));
  }
}
