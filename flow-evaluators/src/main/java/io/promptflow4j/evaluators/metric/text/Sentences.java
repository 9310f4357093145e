package io.promptflow4j.evaluators.metric.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Splits a text into sentences by rules.
///
/// A sentence ends at `.`, `!` or `?` (and closing quotes or brackets) before white space, except
/// after an abbreviation or an initial, where it ends only before a word that usually begins a
/// sentence, and after dots of omission, where it ends before a capital. Line breaks end nothing.
/// That is what NLTK's Punkt model does on ordinary English; Punkt knows more abbreviations, so
/// counts can differ by a few on texts full of them.
public final class Sentences {

  private static final Pattern END =
      Pattern.compile("(?:[.!?…]+|[。！？]+)[\"'”’)\\]}*]*(?=\\s|$)|[。！？]+[”’」』）]*");

  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "rev", "gen", "col", "sen", "rep",
          "gov", "capt", "sgt", "lt", "inc", "ltd", "co", "corp", "bros", "vs", "etc", "e.g", "i.e",
          "cf", "al", "ca", "approx", "dept", "est", "fig", "figs", "no", "nos", "vol", "pp", "ed",
          "eds", "u.s", "u.k", "u.n", "a.m", "p.m", "ph.d", "m.d", "b.a", "m.a", "jan", "feb",
          "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mt", "ave",
          "blvd", "rd", "d.c", "viz", "sec", "min", "max", "tel");

  private static final Set<String> STARTERS =
      Set.of(
          "the", "this", "that", "these", "those", "he", "she", "it", "we", "they", "you", "in",
          "on", "at", "but", "and", "however", "there", "when", "if", "for", "as", "our", "their",
          "his", "her", "its", "my", "your", "what", "why", "how", "who", "while", "after",
          "before", "then", "also", "a", "an");

  private Sentences() {}

  /// The sentences of `text` without the white space around them; none is empty.
  public static List<String> of(String text) {
    var sentences = new ArrayList<String>();
    var ends = END.matcher(text);
    int start = 0;
    while (ends.find()) {
      if (endsSentence(text, start, ends.start(), ends.end())) {
        add(sentences, text.substring(start, ends.end()));
        start = ends.end();
      }
    }
    add(sentences, text.substring(start));
    return List.copyOf(sentences);
  }

  private static void add(List<String> sentences, String piece) {
    String stripped = piece.strip();
    if (!stripped.isEmpty()) {
      sentences.add(stripped);
    }
  }

  private static boolean endsSentence(String text, int start, int mark, int end) {
    if (text.charAt(mark) != '.' && text.charAt(mark) != '…') {
      return true;
    }
    String next = firstWord(text.substring(end, Math.min(text.length(), end + 40)));
    if (next.isEmpty()) {
      return true;
    }
    if (text.startsWith("..", mark) || text.charAt(mark) == '…') {
      return Character.isUpperCase(next.codePointAt(0));
    }
    String before = wordBefore(text, start, mark);
    boolean abbreviated =
        ABBREVIATIONS.contains(before.toLowerCase(Locale.ROOT))
            || (before.length() == 1 && Character.isLetter(before.charAt(0)));
    return !abbreviated
        || (Character.isUpperCase(next.codePointAt(0))
            && STARTERS.contains(next.toLowerCase(Locale.ROOT)));
  }

  private static String firstWord(String text) {
    String stripped = text.strip();
    int from = 0;
    while (from < stripped.length() && "\"'“‘([{*".indexOf(stripped.charAt(from)) >= 0) {
      from++;
    }
    int to = from;
    while (to < stripped.length() && !Words.isSpace(stripped.charAt(to))) {
      to++;
    }
    return stripped.substring(from, to).replaceAll("[.,;:!?]+$", "");
  }

  private static String wordBefore(String text, int start, int mark) {
    int from = mark;
    while (from > start && !Words.isSpace(text.charAt(from - 1))) {
      from--;
    }
    return text.substring(from, mark).replaceAll("^[(\\[\"'“‘*]+", "");
  }
}
