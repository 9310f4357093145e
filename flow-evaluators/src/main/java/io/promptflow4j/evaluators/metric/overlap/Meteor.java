package io.promptflow4j.evaluators.metric.overlap;

import io.promptflow4j.evaluators.metric.Score;
import io.promptflow4j.evaluators.metric.text.AnswerTokenizer;
import io.promptflow4j.evaluators.metric.text.PorterStemmer;
import io.promptflow4j.evaluators.metric.text.WordNet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/// METEOR (Lavie and Agarwal 2007) as NLTK computes it: words are aligned by equality, then by
/// Porter stem, then by synonym.
///
/// With m matches, precision P and recall R, and c runs of matches that are adjacent on both sides:
/// P · R / (alpha · P + (1 − alpha) · R) · (1 − gamma · (c/m)^beta). From 0 to 1, higher is better.
///
/// @param synonyms the words that share a meaning with a word in lower case; NLTK takes them from
///   WordNet
public record Meteor(
    double alpha, double beta, double gamma, Function<String, Set<String>> synonyms) {

  /// Prompt flow's parameters (0.9, 3, 0.5), with WordNet's synonyms.
  public static final Meteor STANDARD = new Meteor(0.9, 3, 0.5, WordNet::synonyms);

  private static final AnswerTokenizer TOKENIZER = new AnswerTokenizer();

  private record Word(int at, String letters) {}

  private record Pair(int answer, int reference) {}

  /// Tokenizes as prompt flow does.
  public Score score(String answer, String reference) {
    return score(TOKENIZER.tokens(answer), TOKENIZER.tokens(reference));
  }

  public Score score(List<String> answer, List<String> reference) {
    if (reference.isEmpty()) {
      return Score.notScored("the reference is empty");
    }
    List<Pair> pairs = align(lowered(answer), lowered(reference));
    if (pairs.isEmpty()) {
      return Score.of(0);
    }
    double matches = pairs.size();
    double precision = matches / answer.size();
    double recall = matches / reference.size();
    double mean = precision * recall / (alpha * precision + (1 - alpha) * recall);
    double penalty = gamma * Math.pow(runs(pairs) / matches, beta);
    return Score.of((1 - penalty) * mean);
  }

  private static List<Word> lowered(List<String> tokens) {
    var words = new ArrayList<Word>();
    for (String token : tokens) {
      words.add(new Word(words.size(), token.toLowerCase(Locale.ROOT)));
    }
    return words;
  }

  private List<Pair> align(List<Word> answer, List<Word> reference) {
    var pairs = new ArrayList<Pair>();
    match(answer, reference, pairs, Set::of);
    stem(answer);
    stem(reference);
    match(answer, reference, pairs, Set::of);
    match(answer, reference, pairs, synonyms);
    pairs.sort(Comparator.comparingInt(Pair::answer));
    return pairs;
  }

  /// NLTK looks synonyms up for what the stem stage left, which are stems by then.
  private static void stem(List<Word> words) {
    words.replaceAll(word -> new Word(word.at(), PorterStemmer.stem(word.letters())));
  }

  /// Pairs each word of the answer, the last first, with the last free reference word of the same
  /// meaning, and takes both away.
  private static void match(
      List<Word> answer,
      List<Word> reference,
      List<Pair> pairs,
      Function<String, Set<String>> meanings) {
    var free = new HashMap<String, Deque<Word>>();
    for (Word word : reference) {
      free.computeIfAbsent(word.letters(), _ -> new ArrayDeque<>()).push(word);
    }
    for (Word word : List.copyOf(answer.reversed())) {
      Word partner = null;
      var candidates = new ArrayList<>(meanings.apply(word.letters()));
      candidates.add(word.letters());
      for (String candidate : candidates) {
        Deque<Word> positions = free.getOrDefault(candidate, new ArrayDeque<>());
        Word last = positions.peek();
        if (last != null && (partner == null || last.at() > partner.at())) {
          partner = last;
        }
      }
      if (partner != null) {
        free.getOrDefault(partner.letters(), new ArrayDeque<>()).pop();
        answer.remove(word);
        reference.remove(partner);
        pairs.add(new Pair(word.at(), partner.at()));
      }
    }
  }

  private static int runs(List<Pair> pairs) {
    int runs = 1;
    for (int i = 1; i < pairs.size(); i++) {
      Pair before = pairs.get(i - 1);
      Pair pair = pairs.get(i);
      boolean adjacent =
          pair.answer() == before.answer() + 1 && pair.reference() == before.reference() + 1;
      if (!adjacent) {
        runs++;
      }
    }
    return runs;
  }
}
