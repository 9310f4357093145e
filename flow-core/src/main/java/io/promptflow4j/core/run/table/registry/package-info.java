/// The tables of registered models: their versions, and the record of every change.
@NullMarked
package io.promptflow4j.core.run.table.registry;

import org.jspecify.annotations.NullMarked;
