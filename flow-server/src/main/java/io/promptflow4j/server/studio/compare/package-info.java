/// Comparisons in the studio: variants of a flow tried on one input, or run on a data set and
/// evaluated, with what is shown of them while they run and after they ended.
@NullMarked
package io.promptflow4j.server.studio.compare;

import org.jspecify.annotations.NullMarked;
