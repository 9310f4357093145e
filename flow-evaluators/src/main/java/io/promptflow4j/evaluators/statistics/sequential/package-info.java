/// Comparing while the rows come in, with an error rate that holds however often one looks.
///
/// The method is testing by betting: the capital of a gambler who bets against "no difference"
/// cannot grow large by chance, so large capital is evidence at any time.
@NullMarked
package io.promptflow4j.evaluators.statistics.sequential;

import org.jspecify.annotations.NullMarked;
