/// From what somebody wrote (`data.jsonl`, `data/`, `data/*.csv`, `-`) to rows: finds the files,
/// keeps standard input, loads the images that rows name, and reads the files one after the other.
@NullMarked
package io.promptflow4j.core.dataset.file;

import org.jspecify.annotations.NullMarked;
