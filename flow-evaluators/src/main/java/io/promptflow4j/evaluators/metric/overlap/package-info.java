/// How much of a reference text is found again in an answer: token F1, BLEU, GLEU, METEOR, ROUGE,
/// chrF, and the edit rates TER, WER and CER.
///
/// Each agrees with one named program on stored cases; where it deliberately differs, its
/// documentation says so.
@NullMarked
package io.promptflow4j.evaluators.metric.overlap;

import org.jspecify.annotations.NullMarked;
