/// Two variants on the same rows: tests, intervals of the difference, effect sizes.
///
/// Differences are candidate minus baseline throughout, so a positive number speaks for the
/// candidate. All p-values are two-sided.
@NullMarked
package io.promptflow4j.evaluators.statistics.paired;

import org.jspecify.annotations.NullMarked;
