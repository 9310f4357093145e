package io.promptflow4j.core.run.progress;

import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.value.Value;
import java.util.Optional;

/// How a run, or this process's part of it, ended.
///
/// @param metrics what aggregation nodes logged
/// @param error as [io.promptflow4j.core.run.RunProgress#error]
public record BatchEnd(
    RunStatus status, Value.Mapping metrics, Optional<String> error, BatchProgress progress) {}
