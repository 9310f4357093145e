package io.promptflow4j.core.run.progress;

import io.promptflow4j.core.run.RunEvent;
import java.util.List;

/// Hears how a run comes along. What it does is done soon: the run's books wait for it.
public interface RunListener {

  /// Does nothing.
  RunListener SILENT = _ -> {};

  /// Where the run stands; five times a second at most, and once at the end.
  void progress(BatchProgress progress);

  /// Lines of the run's log, as they are written.
  default void logged(List<RunEvent.Logged> lines) {}
}
