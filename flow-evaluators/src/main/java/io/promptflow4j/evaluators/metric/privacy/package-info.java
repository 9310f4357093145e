/// Personal data and secrets that stand in a text, and whether an answer is a refusal.
///
/// Both are heuristics of form: they find what looks like an address or a key and say nothing of
/// what a person would call private.
@NullMarked
package io.promptflow4j.evaluators.metric.privacy;

import org.jspecify.annotations.NullMarked;
