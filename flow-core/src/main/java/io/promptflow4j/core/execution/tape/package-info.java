/// Recording what models answer into a file that people can read, and answering from it later
/// without any service: for tests that need no key and no network.
@NullMarked
package io.promptflow4j.core.execution.tape;

import org.jspecify.annotations.NullMarked;
