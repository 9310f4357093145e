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

  /// What other processes need to write the run for this one; see [RunStore#join].
  ///
  /// @throws UnsupportedOperationException if this one itself writes for another, or if the store
  ///   can't have it
  default Share share() {
    throw new UnsupportedOperationException("the right to write this run can't be shared");
  }

  /// The right to write a run, for processes that work for its owner. It ends when the run gets
  /// another owner.
  record Share(RunName run, long token) {}

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

  /// What becomes of a claim.
  enum Claim {
    /// The call is this run's to make.
    GRANTED,
    /// It is on record already.
    ON_RECORD,
    /// A run that somebody works on has claimed it.
    ELSEWHERE
  }

  /// Claims calls, like [#post], so that of all runs that want a call, in whatever process, one
  /// makes it. A claim ends with the event that says what became of the call. It counts as long as
  /// somebody works on its run, and no longer than its row may take; then whoever wants the call
  /// takes it over, and it is in doubt.
  ///
  /// A run claims a call once at a time.
  ///
  /// @return what became of each, when it is on disk
  default CompletableFuture<List<Claim>> claim(List<RunEvent.CallClaimed> wanted) {
    return post(wanted).thenApply(_ -> wanted.stream().map(_ -> Claim.GRANTED).toList());
  }

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
