/// What is done with answers beside giving them: some are kept, some questions go to mirrors as
/// well. Nothing here delays an answer, and nothing is without bounds.
@NullMarked
package io.promptflow4j.server.deployment.witness;

import org.jspecify.annotations.NullMarked;
