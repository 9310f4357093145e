/// Anthropic's Messages API, version 2023-06-01 (`https://docs.anthropic.com/en/api/messages`).
///
/// What OpenAI calls a system message is a field of its own here, tool results are part of what the
/// user says, and how much may be written has always to be said.
@NullMarked
package io.promptflow4j.core.model.provider.anthropic;

import org.jspecify.annotations.NullMarked;
