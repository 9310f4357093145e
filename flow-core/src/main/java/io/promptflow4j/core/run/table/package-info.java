/// Runs as rows of tables, and back.
///
/// Each class knows the statements of a few tables and works within a transaction that its caller
/// began. JSON, times and digests have one form in all of them, which [Columns] gives.
@NullMarked
package io.promptflow4j.core.run.table;

import org.jspecify.annotations.NullMarked;
