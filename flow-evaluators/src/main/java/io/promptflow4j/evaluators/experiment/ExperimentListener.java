package io.promptflow4j.evaluators.experiment;

import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.progress.BatchProgress;
import java.util.Optional;

/// Hears how an experiment comes along, from several threads if runs are made side by side. What it
/// does is done soon.
public interface ExperimentListener {

  /// Does nothing.
  ExperimentListener SILENT = (_, _) -> {};

  /// A run of the experiment.
  ///
  /// @param rows how many rows the blocks have when it has ended, if it is the run of a block
  record Step(String arm, Optional<String> evaluator, Optional<Long> rows) {}

  /// A run is about to begin.
  default void begins(Step step) {}

  /// A run has moved on.
  void progress(Step step, BatchProgress progress);

  /// A run has come to its end.
  default void ended(Step step, Run run) {}
}
