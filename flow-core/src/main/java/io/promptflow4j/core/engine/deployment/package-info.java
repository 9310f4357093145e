/// Flows as deployments need them: kept as immutable versions, loaded with what a deployment
/// chooses.
@NullMarked
package io.promptflow4j.core.engine.deployment;

import org.jspecify.annotations.NullMarked;
