/// The folder that is worked on: its files, bounded to it, saved only over what the author has
/// seen; and what happens in it, as events for all who look.
@NullMarked
package io.promptflow4j.server.studio.workspace;

import org.jspecify.annotations.NullMarked;
