/// Sends traces to collectors of OpenTelemetry: OTLP over HTTP in protobuf, with the names of the
/// GenAI semantic conventions. Off unless the usual variables ask for it; nothing waits for it but
/// the end of a program.
@NullMarked
package io.promptflow4j.core.trace.otlp;

import org.jspecify.annotations.NullMarked;
