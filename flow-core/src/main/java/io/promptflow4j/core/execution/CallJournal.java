package io.promptflow4j.core.execution;

import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.tool.ToolException;

/// Remembers what the calls of one line came to, so that none is made and paid twice.
///
/// An implementation is bound to one line of one run; the nodes of the line call it at the same
/// time, each from its own thread.
@FunctionalInterface
public interface CallJournal {

  /// What the call under `key` came to: as recorded, if it was made before; else it is made now and
  /// what it gives is on record before this returns. A call that fails is not recorded.
  ///
  /// @throws ModelException as the call
  /// @throws ToolException as the call
  /// @throws InterruptedException as the call, or while it waits for the record
  RecordedCall once(CallKey key, Call call) throws InterruptedException;

  /// Gives each line of a flow its journal.
  @FunctionalInterface
  interface Source {
    /// The journal of one line.
    ///
    /// @param line the number of the line, counted from 0; -1 for the aggregation over lines
    CallJournal of(int line);
  }

  /// A call that was not made yet.
  @FunctionalInterface
  interface Call {
    RecordedCall make() throws InterruptedException;
  }
}
