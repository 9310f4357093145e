/// Texts as metrics see them: words, tokens, sentences, stems, n-grams, and counts of them.
///
/// Published scores are only comparable if the same tokens were compared, so each tokenizer here
/// names the program it agrees with and the tests hold it against that program.
@NullMarked
package io.promptflow4j.evaluators.metric.text;

import org.jspecify.annotations.NullMarked;
