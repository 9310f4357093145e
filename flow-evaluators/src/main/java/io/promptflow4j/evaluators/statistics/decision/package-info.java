/// From p-values and intervals to decisions: equivalence within a margin, and corrections for
/// asking many questions at once.
///
/// "Not different" is no proof of "the same"; only the equivalence test gives that.
@NullMarked
package io.promptflow4j.evaluators.statistics.decision;

import org.jspecify.annotations.NullMarked;
