/// The front door: a [io.promptflow4j.server.app.FlowServer] serves a flow.
@NullMarked
package io.promptflow4j.server.app;

import org.jspecify.annotations.NullMarked;
