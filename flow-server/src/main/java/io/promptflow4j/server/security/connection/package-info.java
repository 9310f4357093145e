/// Connections beneath HTTP: how many there are, how slow they may be, and whether somebody is
/// still at the other end.
@NullMarked
package io.promptflow4j.server.security.connection;

import org.jspecify.annotations.NullMarked;
