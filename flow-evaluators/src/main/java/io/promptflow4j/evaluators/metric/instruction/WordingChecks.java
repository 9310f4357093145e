package io.promptflow4j.evaluators.metric.instruction;

import io.promptflow4j.evaluators.metric.Score;
import io.promptflow4j.evaluators.metric.instruction.Parameters.Unusable;
import io.promptflow4j.evaluators.metric.text.LanguageGuess;
import io.promptflow4j.evaluators.metric.text.WordTokenizer;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/// Checks of which words, letters, cases and language a response has.
final class WordingChecks {

  private static final int FLAGS =
      Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;
  private static final WordTokenizer TOKENIZER = new WordTokenizer();

  private WordingChecks() {}

  static InstructionCheck keywords(Parameters parameters) throws Unusable {
    List<Pattern> keywords =
        parameters.texts("keywords").stream().map(WordingChecks::literal).toList();
    return InstructionCheck.of(
        response -> keywords.stream().allMatch(keyword -> keyword.matcher(response).find()));
  }

  static InstructionCheck keywordFrequency(Parameters parameters) throws Unusable {
    Pattern keyword = literal(parameters.text("keyword"));
    IntPredicate bound = parameters.bound("relation", "frequency");
    return InstructionCheck.of(response -> bound.test(count(keyword, response)));
  }

  static InstructionCheck forbiddenWords(Parameters parameters) throws Unusable {
    List<Pattern> words =
        parameters.texts("forbidden_words").stream()
            .map(word -> Pattern.compile("\\b" + Pattern.quote(word) + "\\b", FLAGS))
            .toList();
    return InstructionCheck.of(
        response -> words.stream().noneMatch(word -> word.matcher(response).find()));
  }

  static InstructionCheck letterFrequency(Parameters parameters) throws Unusable {
    String letter = parameters.text("letter").toLowerCase(Locale.ROOT);
    if (letter.codePointCount(0, letter.length()) != 1) {
      throw new Unusable("'letter' is one character");
    }
    int wanted = letter.codePointAt(0);
    IntPredicate bound = parameters.bound("let_relation", "let_frequency");
    return InstructionCheck.of(response ->
        bound.test(
            (int) response.toLowerCase(Locale.ROOT).codePoints().filter(c -> c == wanted).count()));
  }

  static InstructionCheck language(Parameters parameters) throws Unusable {
    String language = parameters.text("language");
    return response ->
        LanguageGuess.of(response)
            .map(guess -> Score.of(guess.equals(language)))
            .orElse(Score.notScored("the language of the response is not clear"));
  }

  static InstructionCheck capitalWords(Parameters parameters) throws Unusable {
    IntPredicate bound = parameters.bound("capital_relation", "capital_frequency");
    return InstructionCheck.of(response ->
        bound.test(
            (int) TOKENIZER.tokens(response).stream().filter(WordingChecks::isUpper).count()));
  }

  static InstructionCheck englishCapitals() {
    return InstructionCheck.of(response -> isUpper(response) && mayBeEnglish(response));
  }

  static InstructionCheck englishLowercase() {
    return InstructionCheck.of(response -> isLower(response) && mayBeEnglish(response));
  }

  static InstructionCheck noComma() {
    return InstructionCheck.of(response -> !response.contains(","));
  }

  private static Pattern literal(String keyword) {
    return Pattern.compile(Pattern.quote(keyword), FLAGS);
  }

  private static int count(Pattern pattern, String response) {
    return (int) pattern.matcher(response).results().count();
  }

  private static boolean mayBeEnglish(String response) {
    return LanguageGuess.of(response).orElse("en").equals("en");
  }

  /// At least one letter with case, and none in the other case.
  private static boolean isUpper(String text) {
    return text.codePoints().anyMatch(Character::isUpperCase)
        && text.codePoints().noneMatch(c -> Character.isLowerCase(c) || Character.isTitleCase(c));
  }

  private static boolean isLower(String text) {
    return text.codePoints().anyMatch(Character::isLowerCase)
        && text.codePoints().noneMatch(c -> Character.isUpperCase(c) || Character.isTitleCase(c));
  }
}
