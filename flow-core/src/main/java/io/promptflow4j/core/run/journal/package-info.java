/// Remembering calls while a run is under way, so that none is made and paid twice.
///
/// A call is known by what goes into it, by which of several equal rows asks, and by the repeat; it
/// is shared by all runs of a scope. A model call is claimed on disk before it is sent, and no node
/// goes on before its result is there, so at a kill only the calls in flight are in doubt.
@NullMarked
package io.promptflow4j.core.run.journal;

import org.jspecify.annotations.NullMarked;
