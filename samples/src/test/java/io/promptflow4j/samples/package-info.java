/// Runs every sample on its own data.
@NullMarked
package io.promptflow4j.samples;

import org.jspecify.annotations.NullMarked;
