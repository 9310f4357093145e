/// Who may call, how much at a time, and from where: everything that is decided before a body is
/// read.
///
/// The [io.promptflow4j.server.security.Gate] stands in front of all routes; what it does not know
/// it refuses.
@NullMarked
package io.promptflow4j.server.security;

import org.jspecify.annotations.NullMarked;
