/// Pictures in rows: kept once as files of their run, with their names in the rows.
@NullMarked
package io.promptflow4j.core.run.picture;

import org.jspecify.annotations.NullMarked;
