/// Metrics that need no model: a text, a list, a vector or a tool call against what was expected.
///
/// Each metric is a pure function without state, so it may be called from any thread. What can't be
/// measured (an empty reference, an unreadable number) is a case of
/// [Score][io.promptflow4j.evaluators.metric.Score], never a number that looks like a result.
@NullMarked
package io.promptflow4j.evaluators.metric;

import org.jspecify.annotations.NullMarked;
