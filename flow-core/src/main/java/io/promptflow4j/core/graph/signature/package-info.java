/// What a flow takes and which of that makes it a chat, whatever kind of flow it is: the inputs
/// with their types and defaults, and the roles in a conversation.
@NullMarked
package io.promptflow4j.core.graph.signature;

import org.jspecify.annotations.NullMarked;
