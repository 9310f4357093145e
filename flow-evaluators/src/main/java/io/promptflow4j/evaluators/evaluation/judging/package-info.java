/// What judges need beyond one score in one reply: findings that are counted (`judge.tally`), two
/// verdicts on the same pair (`judge.pairwise`), several judges on the same row (`judge.jury`).
///
/// Tools of evaluation flows; the flows themselves are resources of this module.
@NullMarked
package io.promptflow4j.evaluators.evaluation.judging;

import org.jspecify.annotations.NullMarked;
