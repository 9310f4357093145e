package io.promptflow4j.evaluators.metric.text;

import java.util.List;

/// The tokenizers that BLEU scores of translations are reported with; each agrees with the one of
/// that name in sacreBLEU 2.
public enum TranslationTokenizer implements Tokenizer {

  /// `13a`, of mteval-v13a: punctuation apart, but not inside numbers. The usual one.
  V13A {
    @Override
    public List<String> tokens(String text) {
      String joined = text.replace("<skipped>", "").replace("-\n", "").replace("\n", " ");
      String plain =
          joined
              .replace("&quot;", "\"")
              .replace("&amp;", "&")
              .replace("&lt;", "<")
              .replace("&gt;", ">");
      return Words.of(Rewrite.all(WESTERN, " " + plain + " "));
    }
  },

  /// `intl`, of mteval-v14 with `--international-tokenization`: Unicode punctuation and symbols.
  INTERNATIONAL {
    @Override
    public List<String> tokens(String text) {
      return Words.of(Rewrite.all(UNICODE, Words.withoutTrailingSpace(text)));
    }
  },

  /// `char`: every character is a token.
  CHARACTER {
    @Override
    public List<String> tokens(String text) {
      return text.codePoints()
          .mapToObj(Character::toString)
          .filter(character -> !Words.of(character).isEmpty())
          .toList();
    }
  },

  /// `none`: the text is tokenized already.
  NONE {
    @Override
    public List<String> tokens(String text) {
      return Words.of(text);
    }
  };

  private static final List<Rewrite> WESTERN =
      List.of(
          Rewrite.apart("[\\x20-&(-+:-@/\\[-`{-~]"),
          Rewrite.of("([^0-9])([.,])", "$1 $2 "),
          Rewrite.of("([.,])([^0-9])", " $1 $2"),
          Rewrite.of("([0-9])-", "$1 - "));

  private static final List<Rewrite> UNICODE =
      List.of(
          Rewrite.of("(\\P{N})(\\p{P})", "$1 $2 "),
          Rewrite.of("(\\p{P})(\\P{N})", " $1 $2"),
          Rewrite.apart("\\p{S}"));
}
