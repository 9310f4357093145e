/// Mistral's own API (`https://docs.mistral.ai/api`).
///
/// It resembles OpenAI's and refuses every field that it does not know, so what it lacks has to be
/// left out.
@NullMarked
package io.promptflow4j.core.model.provider.mistral;

import org.jspecify.annotations.NullMarked;
