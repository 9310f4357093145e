package io.promptflow4j.evaluators.comparison.decide;

import io.promptflow4j.evaluators.comparison.Comparison.Cost;
import io.promptflow4j.evaluators.comparison.Comparison.Estimate;
import java.util.Optional;

/// How many rows it takes to see a difference, as the rows at hand tell.
///
/// @param seen the difference at hand, variant minus baseline
/// @param size the difference that is to be seen: the metric's margin, or the one at hand if no
///   margin is set
/// @param rows how many it takes; empty if the rows at hand are too few to tell, or alike
/// @param cost what those rows cost for both, if prices are known
public record RowPlan(
    String variant,
    String metric,
    Optional<Estimate> seen,
    double size,
    Optional<Long> rows,
    Optional<Cost> cost) {}
