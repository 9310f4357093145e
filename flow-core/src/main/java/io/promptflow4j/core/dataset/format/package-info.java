/// One file of rows, read in one go: JSON Lines, JSON, CSV, TSV, Parquet; strict UTF-8 with places,
/// gzip, and a limit on how long a row may be.
@NullMarked
package io.promptflow4j.core.dataset.format;

import org.jspecify.annotations.NullMarked;
