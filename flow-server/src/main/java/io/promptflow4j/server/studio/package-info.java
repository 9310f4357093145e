/// The page at `/`: a chat or a form for the flow, the description of its API, and what they are
/// made of. Files of ours alone; nothing is loaded from elsewhere.
@NullMarked
package io.promptflow4j.server.studio;

import org.jspecify.annotations.NullMarked;
