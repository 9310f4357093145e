/// What went through endpoints, as far as it is kept: requests with their answers, answers of
/// mirrors beside them, what callers thought of them, and a log for people.
@NullMarked
package io.promptflow4j.core.deployment.traffic;

import org.jspecify.annotations.NullMarked;
