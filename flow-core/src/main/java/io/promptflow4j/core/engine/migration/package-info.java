/// Says of each flow in a folder tree whether it runs on this machine, and if not, what is missing
/// and why. A look at the files alone: nothing in the tree is run and nothing is sent.
@NullMarked
package io.promptflow4j.core.engine.migration;

import org.jspecify.annotations.NullMarked;
