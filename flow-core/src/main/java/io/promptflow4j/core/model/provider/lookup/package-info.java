/// The JVM's look-up of names, watched: a name that leads to a machine where calls may not go leads
/// nowhere, whoever asks and however often the answer changes.
@NullMarked
package io.promptflow4j.core.model.provider.lookup;

import org.jspecify.annotations.NullMarked;
