/// Reaching models: which connection stands behind a name, who can open it, and how often a call is
/// tried. [ModelProvider] is the door for other vendors; the ways of calling are in the child
/// packages (`http`, `openai`).
@NullMarked
package io.promptflow4j.core.model.provider;

import org.jspecify.annotations.NullMarked;
