package io.promptflow4j.evaluators.metric.instruction;

import io.promptflow4j.evaluators.metric.instruction.Parameters.Unusable;
import io.promptflow4j.evaluators.metric.text.Sentences;
import io.promptflow4j.evaluators.metric.text.Words;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/// Checks of how many words, sentences and paragraphs a response has.
final class LengthChecks {

  private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern DIVIDER = Pattern.compile("\\s?\\*\\*\\*\\s?");
  private static final String MARKS = ".,?!'\"";

  private LengthChecks() {}

  static InstructionCheck words(Parameters parameters) throws Unusable {
    IntPredicate bound = parameters.bound("relation", "num_words");
    return InstructionCheck.of(
        response -> bound.test((int) WORD.matcher(response).results().count()));
  }

  static InstructionCheck sentences(Parameters parameters) throws Unusable {
    IntPredicate bound = parameters.bound("relation", "num_sentences");
    return InstructionCheck.of(response -> bound.test(Sentences.of(response).size()));
  }

  /// Paragraphs between `***`; an empty one inside is a failure, at either end it doesn't count.
  static InstructionCheck paragraphs(Parameters parameters) throws Unusable {
    int wanted = parameters.count("num_paragraphs");
    return InstructionCheck.of(response -> {
      List<String> parts = List.of(DIVIDER.split(response, -1));
      boolean gap =
          parts.size() > 2 && parts.subList(1, parts.size() - 1).stream().anyMatch(String::isBlank);
      return !gap && parts.stream().filter(part -> !part.isBlank()).count() == wanted;
    });
  }

  /// Paragraphs between empty lines, and the first word of one of them.
  static InstructionCheck firstWord(Parameters parameters) throws Unusable {
    int wanted = parameters.count("num_paragraphs");
    int nth = parameters.count("nth_paragraph");
    if (nth < 1 || nth > wanted) {
      throw new Unusable("'nth_paragraph' is from 1 to 'num_paragraphs'");
    }
    String word = parameters.text("first_word").toLowerCase(Locale.ROOT);
    return InstructionCheck.of(response -> {
      List<String> parts = List.of(response.split("\n\n", -1));
      long count = parts.stream().filter(part -> !part.isBlank()).count();
      return count == wanted && firstWord(parts.get(nth - 1)).equals(word);
    });
  }

  private static String firstWord(String paragraph) {
    List<String> words = Words.of(paragraph);
    if (words.isEmpty()) {
      return "";
    }
    String word = words.getFirst().replaceFirst("^'*+\"*+", "");
    int end = 0;
    while (end < word.length() && MARKS.indexOf(word.charAt(end)) < 0) {
      end++;
    }
    return word.substring(0, end).toLowerCase(Locale.ROOT);
  }
}
