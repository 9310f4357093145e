/// Flows in the roles of langchain4j: a tool that a model may call, a chat model that answers.
@NullMarked
package io.promptflow4j.core.engine.embedding;

import org.jspecify.annotations.NullMarked;
