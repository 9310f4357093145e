/// Checks that a program can do of whether an answer followed an instruction about its form, with
/// the identifiers and parameters of IFEval (Zhou et al. 2023, arXiv:2311.07911).
@NullMarked
package io.promptflow4j.evaluators.metric.instruction;

import org.jspecify.annotations.NullMarked;
