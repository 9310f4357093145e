/// Batch jobs of endpoints: durable runs of a deployment over many rows, beside its calls.
@NullMarked
package io.promptflow4j.server.deployment.job;

import org.jspecify.annotations.NullMarked;
