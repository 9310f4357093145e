/// What happens around the calls of flows and models, whatever route they come by: repeats get the
/// answer that was given, and what callers take is held against their quotas.
@NullMarked
package io.promptflow4j.server.route.guard;

import org.jspecify.annotations.NullMarked;
