package io.promptflow4j.evaluators.statistics.sequential;

import io.promptflow4j.evaluators.statistics.Interval;

/// Where a sequential comparison stands.
///
/// @param rows how many rows it has seen
/// @param mean the mean difference so far, 0 before the first row
/// @param interval covers the true mean at all times at once, with a chance of at least `1 − alpha`
/// @param decision what can be said
/// @param finished whether further rows are pointless: it is decided, or the row limit is reached
public record SequentialState(
    int rows, double mean, Interval interval, Decision decision, boolean finished) {}
