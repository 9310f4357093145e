/// Connections that stand in a prompty: its model configuration under the names that Azure's and
/// OpenAI's own libraries use, as a connection like any other.
@NullMarked
package io.promptflow4j.core.model.connection.prompty;

import org.jspecify.annotations.NullMarked;
