/// What goes over the wire, without the wire: bodies, errors, negotiation, events.
///
/// Everything here is text and values in, text and values out; nothing knows a server.
@NullMarked
package io.promptflow4j.server.api;

import org.jspecify.annotations.NullMarked;
