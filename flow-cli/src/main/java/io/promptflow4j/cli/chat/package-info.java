/// Chatting with a chat flow: reading messages from a person (with line editing and history) or
/// from a pipe, running a turn for each, and showing the answer while it comes.
@NullMarked
package io.promptflow4j.cli.chat;

import org.jspecify.annotations.NullMarked;
