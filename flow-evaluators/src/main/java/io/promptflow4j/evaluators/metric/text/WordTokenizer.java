package io.promptflow4j.evaluators.metric.text;

import java.util.ArrayList;
import java.util.List;

/// English word tokens in the manner of the Penn Treebank, equal to NLTK's `word_tokenize` within a
/// sentence: `don't` becomes `do n't`, quotes become two back ticks or two apostrophes, punctuation
/// stands apart except inside numbers.
///
/// Sentences are split by [Sentences] and not by NLTK's trained model, so a text of several
/// sentences can differ in whether a full stop after an abbreviation stands apart.
public final class WordTokenizer implements Tokenizer {

  private static final List<Rewrite> BEFORE_PADDING =
      List.of(
          Rewrite.apart("[«“‘„]|`+"),
          Rewrite.of("^\"", "``"),
          Rewrite.apart("``"),
          Rewrite.of("([ (\\[{<])(?:\"|'')", "$1 `` "),
          Rewrite.of("(?i)(?<!\\w)'(?!(?:re|ve|ll|m|t|s|d|n)\\b)(?=\\w)", "' "),
          Rewrite.of("([^.])\\.([\\])}>\"'»”’ ]*)\\s*$", "$1 . $2 "),
          Rewrite.of("([:,])(\\D)", " $1 $2"),
          Rewrite.of("([:,])$", " $1 "),
          Rewrite.apart("\\.{2,}"),
          Rewrite.apart("[;@#$%&]"),
          Rewrite.apart("[\\u2012-\\u2015]"),
          Rewrite.of("([^.])\\.([\\])}>\"']*)\\s*$", "$1 .$2 "),
          Rewrite.apart("[?!]"),
          Rewrite.of("([^'])' ", "$1 ' "),
          Rewrite.apart("\\*"),
          Rewrite.apart("[\\[\\](){}<>]"),
          Rewrite.apart("--"));

  private static final List<Rewrite> AFTER_PADDING =
      List.of(
          Rewrite.apart("[»”’]"),
          Rewrite.apart("''"),
          Rewrite.of("\"", " '' "),
          Rewrite.of("\\s+", " "),
          Rewrite.of("([^' ])('[sSmMdD]|') ", "$1 $2 "),
          Rewrite.of("([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) ", "$1 $2 "),
          Rewrite.of("(?i)\\b(can)(not)\\b", " $1 $2 "),
          Rewrite.of("(?i)\\b(d)('ye)\\b", " $1 $2 "),
          Rewrite.of("(?i)\\b(gim)(me)\\b", " $1 $2 "),
          Rewrite.of("(?i)\\b(gon)(na)\\b", " $1 $2 "),
          Rewrite.of("(?i)\\b(got)(ta)\\b", " $1 $2 "),
          Rewrite.of("(?i)\\b(lem)(me)\\b", " $1 $2 "),
          Rewrite.of("(?i)\\b(more)('n)\\b", " $1 $2 "),
          Rewrite.of("(?i)\\b(wan)(na)(?=\\s)", " $1 $2 "),
          Rewrite.of("(?i) ('t)(is)\\b", " $1 $2 "),
          Rewrite.of("(?i) ('t)(was)\\b", " $1 $2 "));

  public WordTokenizer() {}

  @Override
  public List<String> tokens(String text) {
    var tokens = new ArrayList<String>();
    for (String sentence : Sentences.of(text)) {
      String spaced = " " + Rewrite.all(BEFORE_PADDING, sentence) + " ";
      tokens.addAll(Words.of(Rewrite.all(AFTER_PADDING, spaced)));
    }
    return List.copyOf(tokens);
  }
}
