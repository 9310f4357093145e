/// Takes run folders of prompt flow into the store: those of its own local runs, those that its
/// cloud commands download, and exports of this engine. What comes in is a run that is over; it can
/// be read, compared and evaluated like any other.
@NullMarked
package io.promptflow4j.core.run.adoption;

import org.jspecify.annotations.NullMarked;
