/// How a run that is under way is shown to whoever waits for it, and how they stop it.
@NullMarked
package io.promptflow4j.cli.progress;

import org.jspecify.annotations.NullMarked;
