package io.promptflow4j.core.run;

import java.time.Instant;

/// A process that works on runs, so that another on the same machine can tell whether it still
/// lives.
///
/// @param started when the process started, which tells it from a later one of the same number
public record RunOwner(String host, long process, Instant started) {}
