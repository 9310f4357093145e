package io.promptflow4j.evaluators.metric.text;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/// The Porter stemmer (M. Porter, An algorithm for suffix stripping, Program 14(3), 1980) with the
/// refinements that NLTK's default mode has: a list of irregular words, `dies` to `die`, `y` only
/// after a consonant.
public final class PorterStemmer {

  private record Rule(String suffix, String replacement, Predicate<Stem> condition) {

    static Rule always(String suffix, String replacement) {
      return new Rule(suffix, replacement, _ -> true);
    }

    static Rule longStem(String suffix, String replacement) {
      return new Rule(suffix, replacement, stem -> stem.measure() > 0);
    }

    static Rule veryLongStem(String suffix) {
      return new Rule(suffix, "", stem -> stem.measure() > 1);
    }
  }

  private static final Map<String, String> IRREGULAR =
      Map.ofEntries(
          Map.entry("sky", "sky"),
          Map.entry("skies", "sky"),
          Map.entry("dying", "die"),
          Map.entry("lying", "lie"),
          Map.entry("tying", "tie"),
          Map.entry("news", "news"),
          Map.entry("innings", "inning"),
          Map.entry("inning", "inning"),
          Map.entry("outings", "outing"),
          Map.entry("outing", "outing"),
          Map.entry("cannings", "canning"),
          Map.entry("canning", "canning"),
          Map.entry("howe", "howe"),
          Map.entry("proceed", "proceed"),
          Map.entry("exceed", "exceed"),
          Map.entry("succeed", "succeed"));

  private static final List<Rule> PLURALS =
      List.of(
          Rule.always("sses", "ss"),
          Rule.always("ies", "i"),
          Rule.always("ss", "ss"),
          Rule.always("s", ""));

  private static final List<Rule> DOUBLE_SUFFIXES =
      List.of(
          Rule.longStem("ational", "ate"),
          Rule.longStem("tional", "tion"),
          Rule.longStem("enci", "ence"),
          Rule.longStem("anci", "ance"),
          Rule.longStem("izer", "ize"),
          Rule.longStem("bli", "ble"),
          Rule.longStem("alli", "al"),
          Rule.longStem("entli", "ent"),
          Rule.longStem("eli", "e"),
          Rule.longStem("ousli", "ous"),
          Rule.longStem("ization", "ize"),
          Rule.longStem("ation", "ate"),
          Rule.longStem("ator", "ate"),
          Rule.longStem("alism", "al"),
          Rule.longStem("iveness", "ive"),
          Rule.longStem("fulness", "ful"),
          Rule.longStem("ousness", "ous"),
          Rule.longStem("aliti", "al"),
          Rule.longStem("iviti", "ive"),
          Rule.longStem("biliti", "ble"),
          Rule.longStem("fulli", "ful"),
          new Rule("logi", "log", stem -> new Stem(stem.letters() + "l").measure() > 0));

  private static final List<Rule> ADJECTIVES =
      List.of(
          Rule.longStem("icate", "ic"),
          Rule.longStem("ative", ""),
          Rule.longStem("alize", "al"),
          Rule.longStem("iciti", "ic"),
          Rule.longStem("ical", "ic"),
          Rule.longStem("ful", ""),
          Rule.longStem("ness", ""));

  private static final List<Rule> SINGLE_SUFFIXES =
      List.of(
          Rule.veryLongStem("al"),
          Rule.veryLongStem("ance"),
          Rule.veryLongStem("ence"),
          Rule.veryLongStem("er"),
          Rule.veryLongStem("ic"),
          Rule.veryLongStem("able"),
          Rule.veryLongStem("ible"),
          Rule.veryLongStem("ant"),
          Rule.veryLongStem("ement"),
          Rule.veryLongStem("ment"),
          Rule.veryLongStem("ent"),
          new Rule("ion", "", stem -> stem.measure() > 1 && stem.endsInAny("st")),
          Rule.veryLongStem("ou"),
          Rule.veryLongStem("ism"),
          Rule.veryLongStem("ate"),
          Rule.veryLongStem("iti"),
          Rule.veryLongStem("ous"),
          Rule.veryLongStem("ive"),
          Rule.veryLongStem("ize"));

  private PorterStemmer() {}

  /// The stem of one word, in lower case.
  public static String stem(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    String irregular = IRREGULAR.get(lower);
    if (irregular != null) {
      return irregular;
    }
    if (word.length() <= 2) {
      return lower;
    }
    String inflected = withoutY(withoutPastAndGerund(withoutPlural(lower)));
    String derived = apply(ADJECTIVES, withoutDoubleSuffix(inflected));
    return withoutDoubleL(withoutE(apply(SINGLE_SUFFIXES, derived)));
  }

  /// The first rule whose suffix fits decides, whether its condition holds or not.
  private static String apply(List<Rule> rules, String word) {
    for (Rule rule : rules) {
      if (word.endsWith(rule.suffix())) {
        var stem = new Stem(without(word, rule.suffix()));
        return rule.condition().test(stem) ? stem.letters() + rule.replacement() : word;
      }
    }
    return word;
  }

  private static String without(String word, String suffix) {
    return word.substring(0, word.length() - suffix.length());
  }

  private static String withoutPlural(String word) {
    return word.length() == 4 && word.endsWith("ies") ? without(word, "s") : apply(PLURALS, word);
  }

  private static String withoutPastAndGerund(String word) {
    if (word.endsWith("ied")) {
      return without(word, word.length() == 4 ? "d" : "ed");
    }
    if (word.endsWith("eed")) {
      return new Stem(without(word, "eed")).measure() > 0 ? without(word, "d") : word;
    }
    for (String suffix : List.of("ed", "ing")) {
      if (word.endsWith(suffix) && new Stem(without(word, suffix)).hasVowel()) {
        return repaired(new Stem(without(word, suffix)));
      }
    }
    return word;
  }

  /// `conflat` to `conflate`, `hopp` to `hop`, `fil` to `file`.
  private static String repaired(Stem stem) {
    String letters = stem.letters();
    if (letters.endsWith("at") || letters.endsWith("bl") || letters.endsWith("iz")) {
      return letters + "e";
    }
    if (stem.endsInDoubleConsonant()) {
      return stem.endsInAny("lsz") ? letters : letters.substring(0, letters.length() - 1);
    }
    return stem.measure() == 1 && stem.endsInShortSyllable() ? letters + "e" : letters;
  }

  private static String withoutY(String word) {
    if (!word.endsWith("y")) {
      return word;
    }
    var stem = new Stem(without(word, "y"));
    return stem.letters().length() > 1 && stem.isConsonant(stem.letters().length() - 1)
        ? stem.letters() + "i"
        : word;
  }

  private static String withoutDoubleSuffix(String word) {
    if (word.endsWith("alli") && new Stem(without(word, "alli")).measure() > 0) {
      return withoutDoubleSuffix(without(word, "li"));
    }
    return apply(DOUBLE_SUFFIXES, word);
  }

  private static String withoutE(String word) {
    if (!word.endsWith("e")) {
      return word;
    }
    var stem = new Stem(without(word, "e"));
    int measure = stem.measure();
    boolean goes = measure > 1 || (measure == 1 && !stem.endsInShortSyllable());
    return goes ? stem.letters() : word;
  }

  private static String withoutDoubleL(String word) {
    return word.endsWith("ll") && new Stem(without(word, "l")).measure() > 1
        ? without(word, "l")
        : word;
  }
}
