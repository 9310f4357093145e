/// What a line gives while it still runs, piece by piece, for whoever asks for it in a loop.
@NullMarked
package io.promptflow4j.core.execution.streaming;

import org.jspecify.annotations.NullMarked;
