/// OpenAI's protocol, so far as a chat flow can speak it: chat completions and responses, read and
/// written, without the wire.
@NullMarked
package io.promptflow4j.server.api.openai;

import org.jspecify.annotations.NullMarked;
