package io.promptflow4j.core.execution.cache;

import io.promptflow4j.core.execution.CallJournal;
import io.promptflow4j.core.execution.tape.CallTape;
import java.util.Optional;

/// What stands between the calls of a flow and those who answer them.
///
/// @param journals what remembers the calls of lines that bring no journal of their own
/// @param tape what records the calls that are made, or answers them from a recording
public record CallMemory(Optional<CallJournal.Source> journals, Optional<CallTape> tape) {

  /// Nothing.
  public static final CallMemory NONE = new CallMemory(Optional.empty(), Optional.empty());
}
