/// The store of runs in a database: where it is, how it is opened, and what keeps its promises.
///
/// [RunStores] opens it: SQLite in the [Workspace] of a project, or PostgreSQL. The tables are in
/// `run.table`, the database in `run.database`.
@NullMarked
package io.promptflow4j.core.run.store;

import org.jspecify.annotations.NullMarked;
