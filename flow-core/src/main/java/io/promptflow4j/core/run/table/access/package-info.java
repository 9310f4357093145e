/// The tables of keys, of the audit log, and of answers that are kept for requests that may come
/// twice.
@NullMarked
package io.promptflow4j.core.run.table.access;

import org.jspecify.annotations.NullMarked;
