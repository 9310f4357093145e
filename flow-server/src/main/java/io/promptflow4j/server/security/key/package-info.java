/// The keys of a store, as a server knows them.
@NullMarked
package io.promptflow4j.server.security.key;

import org.jspecify.annotations.NullMarked;
