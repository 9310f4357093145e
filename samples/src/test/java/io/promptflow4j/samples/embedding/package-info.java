/// A program that has flows in it.
@NullMarked
package io.promptflow4j.samples.embedding;

import org.jspecify.annotations.NullMarked;
