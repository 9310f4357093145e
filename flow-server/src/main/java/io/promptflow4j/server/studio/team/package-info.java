/// Working together: what differs from the last commit, committing it, and the log of what was
/// changed by whom.
@NullMarked
package io.promptflow4j.server.studio.team;

import org.jspecify.annotations.NullMarked;
