/// OpenAI, Azure OpenAI, serverless endpoints and whatever else speaks OpenAI's protocol, through
/// langchain4j's OpenAI client. What the client can't say in types is sent under the wire's names.
@NullMarked
package io.promptflow4j.core.model.provider.openai;

import org.jspecify.annotations.NullMarked;
