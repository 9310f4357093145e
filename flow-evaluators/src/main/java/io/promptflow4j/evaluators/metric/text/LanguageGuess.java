package io.promptflow4j.evaluators.metric.text;

import java.lang.Character.UnicodeScript;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Guesses the language of a text: by its script where that is enough, else by letters or frequent
/// short words that only one language has.
///
/// A rule of thumb for a sentence or more of plain prose in one of some thirty languages (those of
/// IFEval); of short or mixed texts it says nothing rather than something wrong.
public final class LanguageGuess {

  private static final Map<UnicodeScript, String> BY_SCRIPT =
      Map.ofEntries(
          Map.entry(UnicodeScript.HANGUL, "ko"),
          Map.entry(UnicodeScript.THAI, "th"),
          Map.entry(UnicodeScript.HEBREW, "he"),
          Map.entry(UnicodeScript.GREEK, "el"),
          Map.entry(UnicodeScript.TAMIL, "ta"),
          Map.entry(UnicodeScript.TELUGU, "te"),
          Map.entry(UnicodeScript.BENGALI, "bn"),
          Map.entry(UnicodeScript.KANNADA, "kn"),
          Map.entry(UnicodeScript.GUJARATI, "gu"),
          Map.entry(UnicodeScript.GURMUKHI, "pa"),
          Map.entry(UnicodeScript.MALAYALAM, "ml"));

  /// Of scripts that several languages use: words that give one of them away.
  private static final Map<UnicodeScript, Map<String, Set<String>>> BY_WORDS =
      Map.of(
          UnicodeScript.LATIN,
          Map.ofEntries(
              entry("en", "the and of to is that it for with was on are this be you not have from"),
              entry(
                  "es", "el la los las de que y es una por con para del se lo más como pero está"),
              entry(
                  "pt", "o os as de que e um uma não com para do da em por mais como mas são está"),
              entry(
                  "fr", "le la les des et est une que dans pour du pas qui sur au avec sont ce il"),
              entry(
                  "de", "der die das und ist nicht ein eine mit von zu auf für den dem sich auch"),
              entry("it", "il lo gli di che e è una per con non del della sono nel anche più alla"),
              entry("nl", "de het een en van is niet dat op te voor met zijn er aan ook maar bij"),
              entry("pl", "i w na się nie jest że do z to jak po co tak ale oraz przez jego są"),
              entry("fi", "ja on ei että se oli hän mutta myös kun joka ovat sen kuin tai niin"),
              entry("sw", "na ya wa kwa ni katika za la kama hii yake lakini pia au watu sana"),
              entry("vi", "là và của có không được trong cho một các người với những này đã"),
              entry("sv", "och att det är som en på av för med den inte ett jag har om till")),
          UnicodeScript.CYRILLIC,
          Map.of(
              "ru", Set.of("и", "в", "не", "что", "это", "на", "с", "как", "является", "он", "был"),
              "uk", Set.of("і", "що", "це", "не", "на", "з", "як", "є", "та", "у", "він", "був"),
              "bg",
                  Set.of("и", "е", "да", "се", "на", "от", "за", "с", "че", "са", "това", "като")),
          UnicodeScript.DEVANAGARI,
          Map.of(
              "hi", Set.of("है", "में", "के", "और", "की", "का", "हैं", "से", "यह", "को", "नहीं"),
              "mr", Set.of("आहे", "आणि", "आहेत", "या", "हे", "मध्ये", "नाही", "होते", "ते", "हा"),
              "ne", Set.of("छ", "र", "हो", "छन्", "यो", "मा", "को", "लागि", "पनि", "गर्न")),
          UnicodeScript.ARABIC,
          Map.of(
              "ar", Set.of("في", "من", "على", "إلى", "هذا", "أن", "هي", "هو", "التي", "مع", "عن"),
              "fa", Set.of("در", "است", "این", "از", "به", "که", "را", "با", "برای", "می", "و"),
              "ur", Set.of("ہے", "میں", "کے", "اور", "کی", "کا", "ہیں", "سے", "یہ", "کو", "نہیں")));

  private static final int MIN_HITS = 2;

  private LanguageGuess() {}

  private static Map.Entry<String, Set<String>> entry(String language, String words) {
    return Map.entry(language, Set.copyOf(Words.of(words)));
  }

  /// The ISO 639-1 code, or empty if the text doesn't show its language.
  public static Optional<String> of(String text) {
    Map<UnicodeScript, Integer> scripts = scripts(text);
    int kana =
        scripts.getOrDefault(UnicodeScript.HIRAGANA, 0)
            + scripts.getOrDefault(UnicodeScript.KATAKANA, 0);
    Optional<UnicodeScript> most =
        scripts.entrySet().stream()
            .max(Comparator.comparingInt(Map.Entry::getValue))
            .map(Map.Entry::getKey);
    return most.flatMap(script ->
        switch (script) {
          case HIRAGANA, KATAKANA -> Optional.of("ja");
          case HAN -> Optional.of(kana > 0 ? "ja" : "zh");
          default ->
              BY_SCRIPT.containsKey(script)
                  ? Optional.ofNullable(BY_SCRIPT.get(script))
                  : byWords(text, BY_WORDS.getOrDefault(script, Map.of()));
        });
  }

  private static Map<UnicodeScript, Integer> scripts(String text) {
    var counts = new EnumMap<UnicodeScript, Integer>(UnicodeScript.class);
    text.codePoints()
        .filter(Character::isLetter)
        .forEach(letter -> counts.merge(UnicodeScript.of(letter), 1, Integer::sum));
    return counts;
  }

  private static Optional<String> byWords(String text, Map<String, Set<String>> languages) {
    var hits = new HashMap<String, Integer>();
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{M}]+", -1)) {
      languages.forEach((language, words) -> {
        if (words.contains(word)) {
          hits.merge(language, 1, Integer::sum);
        }
      });
    }
    List<Map.Entry<String, Integer>> best =
        hits.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .limit(2)
            .toList();
    boolean clear =
        !best.isEmpty()
            && best.getFirst().getValue() >= MIN_HITS
            && (best.size() == 1 || best.getFirst().getValue() > best.getLast().getValue());
    return clear ? Optional.of(best.getFirst().getKey()) : Optional.empty();
  }
}
