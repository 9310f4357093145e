package io.promptflow4j.core.run.batch;

/// A way to get the rows of a run done: in this process or elsewhere.
interface RowWork {

  /// Runs rows until all have ended or there is a reason to stop, which it may find itself.
  ///
  /// @param done those that need not be run
  /// @return whether the calling thread was interrupted; the interrupt is taken away
  boolean run(BatchRows rows, DoneRows done);
}
