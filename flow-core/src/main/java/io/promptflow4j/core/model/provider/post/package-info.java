/// Calls of services that are no models, such as one that looks for harm in texts: with the guard
/// of addresses, the deadlines and the limits that model calls have.
@NullMarked
package io.promptflow4j.core.model.provider.post;

import org.jspecify.annotations.NullMarked;
