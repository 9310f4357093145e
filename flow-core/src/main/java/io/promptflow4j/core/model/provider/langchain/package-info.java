/// Chat models that a program brings, as models of connections.
@NullMarked
package io.promptflow4j.core.model.provider.langchain;

import org.jspecify.annotations.NullMarked;
