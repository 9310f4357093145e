/// The database that runs are kept in: how it is opened, what its tables are, who may change it.
///
/// SQLite and PostgreSQL differ here and nowhere else. Every change goes through one [Database], so
/// that what waits is written together and what goes wrong is told in words that help.
@NullMarked
package io.promptflow4j.core.run.database;

import org.jspecify.annotations.NullMarked;
