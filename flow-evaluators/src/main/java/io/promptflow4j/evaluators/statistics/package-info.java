/// Pure numbers: estimates with intervals, tests, plans. Knows neither rows nor metrics nor models.
///
/// This package holds what the others share: an
/// [Interval][io.promptflow4j.evaluators.statistics.Interval] and a
/// [Figure][io.promptflow4j.evaluators.statistics.Figure], which is a number or the reason why
/// there is none. No method returns NaN; input that makes no sense is an
/// `IllegalArgumentException`.
@NullMarked
package io.promptflow4j.evaluators.statistics;

import org.jspecify.annotations.NullMarked;
