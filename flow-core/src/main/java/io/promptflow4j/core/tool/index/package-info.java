/// Indexes of documents in folders: built from texts and a model of embeddings, searched by vectors
/// and by words, and offered to flows under the names of prompt flow's look-up tools.
@NullMarked
package io.promptflow4j.core.tool.index;

import org.jspecify.annotations.NullMarked;
