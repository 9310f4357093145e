/// Flows that are loaded and answer callers, and what is said about them: descriptions, traces.
@NullMarked
package io.promptflow4j.server.deployment;

import org.jspecify.annotations.NullMarked;
