/// How a run that is under way comes along, for whoever watches it.
@NullMarked
package io.promptflow4j.core.run.progress;

import org.jspecify.annotations.NullMarked;
