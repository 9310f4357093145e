/// Giving an answer a second time instead of asking for it again: which answers are kept, for whom,
/// for how long, and what that saved. The journal of a run uses it for rows and runs, and a flow
/// that is tried out uses it by itself.
@NullMarked
package io.promptflow4j.core.execution.cache;

import org.jspecify.annotations.NullMarked;
