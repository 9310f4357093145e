package io.promptflow4j.evaluators.metric.text;

import java.util.List;

/// The tokens that prompt flow's BLEU, GLEU and METEOR evaluators compare: [WordTokenizer] for a
/// text of printable Latin-1 characters, and NIST's international tokens, as NLTK makes them, for
/// any other. (A line break is no printable character, so a text of several lines is one of those.)
public final class AnswerTokenizer implements Tokenizer {

  private static final List<Rewrite> NIST =
      List.of(
          Rewrite.apart("[\\x00-\\x7f]+"),
          Rewrite.of("(\\p{N})(\\p{P})", "$1 $2 "),
          Rewrite.of("(\\p{P})(\\p{N})", " $1 $2"),
          Rewrite.apart("\\p{S}"));

  private final WordTokenizer words = new WordTokenizer();

  public AnswerTokenizer() {}

  @Override
  public List<String> tokens(String text) {
    return text.chars().allMatch(AnswerTokenizer::isPrintableLatin)
        ? words.tokens(text)
        : Words.of(Rewrite.all(NIST, unescaped(text)));
  }

  private static boolean isPrintableLatin(int c) {
    return (c >= 0x20 && c <= 0x7e) || (c >= 0xa0 && c <= 0xff);
  }

  private static String unescaped(String text) {
    return text.replace("<skipped>", "")
        .replace('\u2028', ' ')
        .replace("&gt;", ">")
        .replace("&lt;", "<")
        .replace("&amp;", "&");
  }
}
