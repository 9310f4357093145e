package io.promptflow4j.core.execution.line;

import io.promptflow4j.core.execution.node.Settled;
import io.promptflow4j.core.execution.schedule.ExecutionPlan;
import io.promptflow4j.core.execution.schedule.Scheduling;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.value.Value;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// How a pass over the ordinary nodes ended, before it is told as a result.
///
/// @param books an entry for each node of the plan
/// @param inputs the line's inputs as the nodes saw them
@SuppressWarnings("ArrayRecordComponent") // handed over once, by the thread that filled it
record LineOutcome(
    ExecutionPlan plan,
    @Nullable Settled[] books,
    Scheduling.End end,
    Optional<NodeName> firstFailed,
    SequencedMap<String, Value> inputs,
    LineReadings readings) {}
