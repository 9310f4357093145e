/// Benchmarks, each beside a named alternative in the same run.
@NullMarked
package io.promptflow4j.bench;

import org.jspecify.annotations.NullMarked;
