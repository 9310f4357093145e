/// Watches live answers: evaluators score a sample of them, and inputs and outputs are compared
/// with the data that a version was approved on.
///
/// Nothing here delays an answer. What was seen is in the store, in the metrics and in the log.
@NullMarked
package io.promptflow4j.server.deployment.monitor;

import org.jspecify.annotations.NullMarked;
