/// Chat prompts: the roles, message parts and images that a rendered prompt text stands for, and
/// the guard that keeps text from inputs inside its message.
@NullMarked
package io.promptflow4j.core.template.chat;

import org.jspecify.annotations.NullMarked;
