/// Plain comparison of an answer with what was expected: equal, contains, matches, near enough.
///
/// Patterns come from the author of an evaluation and texts from a model, so matching is bounded: a
/// pattern that would run for ever ends as not scored.
@NullMarked
package io.promptflow4j.evaluators.metric.matching;

import org.jspecify.annotations.NullMarked;
