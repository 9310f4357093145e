/// Running the rows of a run elsewhere than in this process.
///
/// The process that owns a run cuts its rows into small slices and hands them to a [Compute]; each
/// slice comes to a worker process, which writes what happens to the run's store itself and gives
/// back a report. Nothing here knows what carries the slices. A compute has a name or an address;
/// named ones are files of the workspace.
@NullMarked
package io.promptflow4j.core.run.compute;

import org.jspecify.annotations.NullMarked;
