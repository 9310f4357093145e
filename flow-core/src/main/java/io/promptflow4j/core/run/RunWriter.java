package io.promptflow4j.core.run;

import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

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

  /// Takes events to be written, all or none, after everything that was taken before, and does not
  /// wait for the disk; only while too much is waiting already, it waits. Many threads may call it
  /// at once; what they bring is written together.
  ///
  /// @param events none at all to hear when everything before is on disk
  /// @return done when they are on disk, or failed with what the store said; what depends on it
  ///   runs on the thread that writes, so it must be short and bring nothing itself
  CompletableFuture<Void> post(List<? extends RunEvent> events);

  /// Writes events, all or none, and returns when they are on disk.
  ///
  /// @throws InterruptedException if the thread was interrupted meanwhile; they may be written all
  ///   the same
  default void write(List<? extends RunEvent> events) throws InterruptedException {
    try {
      post(events).get();
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException told
          ? told
          : new IllegalStateException(failed.getCause());
    }
  }

  /// Keeps the snapshot, before the first row.
  void snapshot(List<RunStore.SnapshotFile> files);

  /// Replaces one setting of the run's plan, so that it holds from now on.
  void setting(String name, Value value);

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
