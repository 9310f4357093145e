/// What flows are made with and measured by, in the studio: data sets, models, connections,
/// evaluators, and flows to begin with.
@NullMarked
package io.promptflow4j.server.studio.library;

import org.jspecify.annotations.NullMarked;
