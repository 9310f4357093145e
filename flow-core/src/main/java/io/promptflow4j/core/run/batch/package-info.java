/// Doing a run: rows on virtual threads, as many at a time as allowed, each remembered before it
/// counts as done.
///
/// Everything that costs (a model call, a tool call, a row) is on disk before anybody goes on, so a
/// process may be killed at any moment: the next one reads what is there and does the rest. Whoever
/// owns the [run][io.promptflow4j.core.run.RunWriter] may do so; the front door is in `engine`.
@NullMarked
package io.promptflow4j.core.run.batch;

import org.jspecify.annotations.NullMarked;
