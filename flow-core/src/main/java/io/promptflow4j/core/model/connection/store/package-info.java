/// The connections a user has stored: YAML files that only their owner reads, with every secret
/// encrypted under a key file beside them.
@NullMarked
package io.promptflow4j.core.model.connection.store;

import org.jspecify.annotations.NullMarked;
