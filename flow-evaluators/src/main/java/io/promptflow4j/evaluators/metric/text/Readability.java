package io.promptflow4j.evaluators.metric.text;

import io.promptflow4j.evaluators.metric.Score;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// How easy an English text is to read, after Flesch (1948) and Kincaid (1975).
///
/// With words per sentence w and syllables per word s: reading ease is 206.835 − 1.015 w − 84.6 s
/// (about 0 to 121, higher is easier), grade level is 0.39 w + 11.8 s − 15.59 (years of school,
/// lower is easier). Syllables are estimated from groups of vowels, so a value can be off by a few
/// points; compare texts, don't quote the number.
public final class Readability {

  private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}'’-]*");
  private static final Pattern VOWELS = Pattern.compile("[aeiouy]+");
  private static final Pattern SILENT =
      Pattern.compile("(?:[^laeiouy]es|[^aeiouydt]ed|[^laeiouy]e)$");

  private Readability() {}

  public static Score readingEase(String text) {
    List<String> words = words(text);
    return words.isEmpty()
        ? Score.notScored("the text has no words")
        : Score.of(206.835 - 1.015 * perSentence(words, text) - 84.6 * syllables(words));
  }

  public static Score gradeLevel(String text) {
    List<String> words = words(text);
    return words.isEmpty()
        ? Score.notScored("the text has no words")
        : Score.of(0.39 * perSentence(words, text) + 11.8 * syllables(words) - 15.59);
  }

  private static List<String> words(String text) {
    return WORD.matcher(text).results().map(found -> found.group()).toList();
  }

  private static double perSentence(List<String> words, String text) {
    return (double) words.size() / Sentences.of(text).size();
  }

  private static double syllables(List<String> words) {
    return words.stream().mapToInt(Readability::syllables).average().orElseThrow();
  }

  private static int syllables(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    long groups = VOWELS.matcher(lower).results().count();
    boolean silent = SILENT.matcher(lower).find();
    return (int) Math.max(1, silent ? groups - 1 : groups);
  }
}
