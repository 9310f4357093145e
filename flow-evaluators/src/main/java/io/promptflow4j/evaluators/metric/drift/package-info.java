/// How far live values have moved from those that something was approved on.
///
/// Values of any kind fall into bins that the approved ones decide; the population stability index
/// compares the shares of bins, and says what it would be by chance.
@NullMarked
package io.promptflow4j.evaluators.metric.drift;

import org.jspecify.annotations.NullMarked;
