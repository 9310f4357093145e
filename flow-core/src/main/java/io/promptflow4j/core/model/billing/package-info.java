/// What the calls of a connection cost: the prices of the catalog, found by the kind of the
/// connection and the name of the model that answered. A price that nobody knows stays unknown.
@NullMarked
package io.promptflow4j.core.model.billing;

import org.jspecify.annotations.NullMarked;
