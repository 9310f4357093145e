/// What loops cost: elements that do nothing, and elements that wait for a service.
@NullMarked
package io.promptflow4j.bench.loops;

import org.jspecify.annotations.NullMarked;
