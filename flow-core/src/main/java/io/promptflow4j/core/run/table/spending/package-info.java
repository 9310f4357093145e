/// What connections spent day by day, in the database of the runs.
@NullMarked
package io.promptflow4j.core.run.table.spending;

import org.jspecify.annotations.NullMarked;
