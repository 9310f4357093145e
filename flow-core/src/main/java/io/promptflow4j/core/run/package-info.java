/// Runs: one flow over one data set, remembered row by row.
///
/// This package says what a run is and what a store of runs promises; `run.store` keeps them in
/// SQLite or PostgreSQL, and `run.batch` does the work. A run is durable: whatever was finished and
/// paid before the process was killed is there when it goes on.
@NullMarked
package io.promptflow4j.core.run;

import org.jspecify.annotations.NullMarked;
