/// One sample: its summary, and intervals for its mean or its share of successes.
///
/// Repeated measurements of one row belong to one cluster; an interval that takes them for rows of
/// their own is too narrow.
@NullMarked
package io.promptflow4j.evaluators.statistics.describe;

import org.jspecify.annotations.NullMarked;
