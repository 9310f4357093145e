/// The author's flows: what there are, what is wrong with a text before it is saved, and running
/// them like a notebook, with what was called before remembered.
@NullMarked
package io.promptflow4j.server.studio.flow;

import org.jspecify.annotations.NullMarked;
