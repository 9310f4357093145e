/// The registry: models that a user owns, under a name and versions. An entry stands for a
/// fine-tuned model, a deployment of one's own, or another name; what it stands for never changes,
/// its labels do, and every change is on record. Where entries are kept is up to whoever implements
/// `ModelRegistry`.
@NullMarked
package io.promptflow4j.core.model.registry;

import org.jspecify.annotations.NullMarked;
