/// Tool calls of a model against the calls that were expected, and against the declared tools.
@NullMarked
package io.promptflow4j.evaluators.metric.calls;

import org.jspecify.annotations.NullMarked;
