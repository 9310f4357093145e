package io.promptflow4j.core.run.row;

import io.promptflow4j.core.value.Value;

/// One row that is ready to run.
///
/// @param line its number in the data, counted from 0
/// @param repeat the first repeat to run
/// @param repeats how many repeats to run, from that one on
/// @param inputs the flow's inputs, mapped from the row
/// @param data the row itself
public record BatchRow(
    long line, int repeat, int repeats, Value.Mapping inputs, Value.Mapping data) {}
