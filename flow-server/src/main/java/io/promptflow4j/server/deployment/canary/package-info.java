/// Canaries: evaluators score live answers of two deployments, a sequential test looks at every
/// pair, and what it says is done at once.
@NullMarked
package io.promptflow4j.server.deployment.canary;

import org.jspecify.annotations.NullMarked;
