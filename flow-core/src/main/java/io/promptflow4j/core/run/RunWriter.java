package io.promptflow4j.core.run;

import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.Optional;

/// The right to write one run, which one process has at a time. Thread-safe.
///
/// Each method fails with [RunStoreException.LostOwnership] as soon as somebody else took the run
/// over, and then has written nothing. The lease is renewed in the background while the writer is
/// open.
public interface RunWriter extends AutoCloseable {

  /// The run as it stood when it was taken over.
  Run run();

  /// How many calls of this run were under way when its last process died; their claims are given
  /// up.
  long inDoubt();

  /// Writes events, all or none, and returns when they are on disk. Many threads may call it at
  /// once; what they bring is written together.
  void write(List<? extends RunEvent> events) throws InterruptedException;

  /// Keeps the snapshot, before the first row.
  void snapshot(List<RunStore.SnapshotFile> files);

  /// Says how many rows there are.
  void counted(long rows);

  /// Keeps a file that the run made, under a name; replaces one of that name.
  void artefact(String name, byte[] content);

  /// Whether somebody asked the run to stop.
  boolean cancelRequested();

  /// Ends the run.
  void finish(RunStatus status, Value.Mapping metrics, Optional<String> error);

  /// Gives the run up; one that is not finished can be taken over at once.
  @Override
  void close();
}
