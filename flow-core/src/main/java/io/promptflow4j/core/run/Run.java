package io.promptflow4j.core.run;

import java.time.Instant;
import java.util.Optional;

/// One run, as the store knows it.
///
/// @param parent the run this one was made for: the run an evaluation scores, or the comparison's
/// @param resumedFrom the run whose finished rows this one took over
/// @param started when a process first began it
/// @param ended when it came to its end
public record Run(
    RunName name,
    RunLabels labels,
    RunPlan plan,
    Pinned pinned,
    RunStatus status,
    RunProgress progress,
    Optional<RunName> parent,
    Optional<RunName> resumedFrom,
    Instant created,
    Optional<Instant> started,
    Optional<Instant> ended,
    boolean archived) {}
