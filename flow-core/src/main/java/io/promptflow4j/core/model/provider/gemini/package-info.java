/// Google's Gemini API, `v1beta` (`https://ai.google.dev/api/generate-content`).
///
/// Most settings stand in a `generationConfig`, the model is part of the address, and what a tool
/// gave is named by its function instead of by a call's id.
@NullMarked
package io.promptflow4j.core.model.provider.gemini;

import org.jspecify.annotations.NullMarked;
