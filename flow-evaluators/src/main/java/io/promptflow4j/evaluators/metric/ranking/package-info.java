/// How good the order of retrieved documents is, given which of them are relevant.
@NullMarked
package io.promptflow4j.evaluators.metric.ranking;

import org.jspecify.annotations.NullMarked;
