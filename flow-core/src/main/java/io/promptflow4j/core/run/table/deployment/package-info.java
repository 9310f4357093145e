/// The tables of endpoints: their state, every change, the files of flow versions, and what went
/// through them.
@NullMarked
package io.promptflow4j.core.run.table.deployment;

import org.jspecify.annotations.NullMarked;
