/// Ollama's own API (`https://github.com/ollama/ollama/blob/main/docs/api.md`).
///
/// Settings of the model stand under `options`, pictures are data only, a stream is one JSON
/// document a line, and calls of tools have no ids.
@NullMarked
package io.promptflow4j.core.model.provider.ollama;

import org.jspecify.annotations.NullMarked;
