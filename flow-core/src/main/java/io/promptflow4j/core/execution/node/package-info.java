/// Running one node of each kind: filling its template, calling its model or its tool, and saying
/// what went wrong.
@NullMarked
package io.promptflow4j.core.execution.node;

import org.jspecify.annotations.NullMarked;
