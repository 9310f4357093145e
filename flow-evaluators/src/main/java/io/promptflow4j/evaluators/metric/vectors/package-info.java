/// Similarity of two embeddings.
@NullMarked
package io.promptflow4j.evaluators.metric.vectors;

import org.jspecify.annotations.NullMarked;
