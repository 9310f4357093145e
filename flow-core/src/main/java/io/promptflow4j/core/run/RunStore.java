package io.promptflow4j.core.run;

import io.promptflow4j.core.dataset.catalog.DataCatalog;
import io.promptflow4j.core.deployment.Endpoints;
import io.promptflow4j.core.deployment.traffic.ServedTraffic;
import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.execution.cache.AnswerCache;
import io.promptflow4j.core.model.budget.SpendingLedger;
import io.promptflow4j.core.model.registry.ModelRegistry;
import io.promptflow4j.core.source.Digest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Keeps runs. Thread-safe, and used by several processes at once.
///
/// Whatever a method has returned from is on disk. Streams hold a connection: close them.
///
/// All methods throw [RunStoreException] if the store can't be read or written; it says whether
/// trying again may help.
public interface RunStore extends AutoCloseable {

  /// Adds a run that has not started.
  ///
  /// @throws RunStoreException.RunExists if the name is taken
  void create(Run run);

  Optional<Run> find(RunName name);

  /// The runs that `filter` names, the newest first.
  List<Run> list(RunFilter filter);

  /// Replaces what people wrote on a run.
  ///
  /// @throws RunStoreException.NoSuchRun if there is no such run
  void relabel(RunName name, RunLabels labels);

  void archive(RunName name, boolean archived);

  /// Removes a run with its rows, logs and artefacts. Calls stay if other runs share their scope.
  ///
  /// @throws RunStoreException.RunOwned if a process works on it
  void delete(RunName name);

  /// Asks whoever works on the run to stop; a run nobody works on is canceled at once.
  void requestCancel(RunName name);

  /// Makes `owner` the only one who may write the run, from now until the writer is closed or its
  /// lease lapses.
  ///
  /// @throws RunStoreException.RunOwned if a living process works on it
  RunWriter own(RunName name, RunOwner owner);

  /// Lets a process write a run for its owner, from now until the writer is closed, its lease
  /// lapses, or the run gets another owner. It brings events and claims; everything else is the
  /// owner's.
  ///
  /// @param member what the process is called in messages
  /// @throws RunStoreException.LostOwnership if the run has another owner by now
  default RunWriter join(RunWriter.Share share, String member, RunOwner process) {
    throw new RunStoreException(
        "no-members", "Several processes can't write one run in this store.", false, null);
  }

  /// The rows from line `from` to line `to` that need not be run by whoever shares that right:
  /// those that are completed, and those that failed by the same right. Without details.
  default List<RowResult> settled(RunWriter.Share share, long from, long to) {
    return List.of();
  }

  /// Whether a process works on the run: one that renews its lease and is not known to have ended.
  ///
  /// @throws RunStoreException.NoSuchRun if there is no such run
  boolean isOwned(RunName name);

  /// The rows on record, by line and repeat, without their details.
  Stream<RowResult> rows(RunName name, RowFilter filter);

  /// One row with its detail.
  Optional<RowResult> row(RunName name, RowKey key);

  /// Which rows have ended with `status`: much cheaper than [#rows].
  Stream<RowKey> ended(RunName name, RowResult.Status status);

  /// What a call came to, if it is on record.
  Optional<RecordedCall> call(CallId id);

  /// Whether a run that somebody works on has claimed the call and not ended it; see
  /// [RunWriter#claim].
  default boolean isUnderWay(CallId id) {
    return false;
  }

  /// The digests of all calls on record in `scope`, in any order, so that nobody need ask for one
  /// that is not there.
  Stream<Digest> calls(String scope);

  /// The log after a position, in order; each line carries its position, from 1.
  List<LogEntry> log(RunName name, long after, int most);

  /// Keeps some content, once, and gives the digest under which [#content] finds it.
  Digest keep(byte[] content);

  Optional<byte[]> content(Digest digest);

  /// The files of the flow folder a run was made from, in the order of their paths.
  List<SnapshotFile> snapshot(RunName name);

  /// The files a run made, in the order of their names.
  default List<SnapshotFile> artefacts(RunName name) {
    return List.of();
  }

  /// The named data sets, which are kept beside the runs.
  ///
  /// @throws RunStoreException if this store keeps none
  default DataCatalog data() {
    throw new RunStoreException(
        "no-data-sets", "This store keeps no named data sets.", false, null);
  }

  /// The registered models, which are kept beside the runs; without any in a store that keeps none.
  default ModelRegistry models() {
    return ModelRegistry.none();
  }

  /// What the calls of connections took day by day.
  ///
  /// @throws RunStoreException if this store keeps no account of that
  default SpendingLedger spending() {
    throw new RunStoreException(
        "no-ledger", "This store keeps no account of what calls took.", false, null);
  }

  /// The endpoints and their deployments, which are kept beside the runs.
  ///
  /// @throws RunStoreException if this store keeps none
  default Endpoints endpoints() {
    throw new RunStoreException("no-endpoints", "This store keeps no endpoints.", false, null);
  }

  /// What went through endpoints.
  ///
  /// @throws RunStoreException if this store keeps none
  default ServedTraffic traffic() {
    throw new RunStoreException("no-endpoints", "This store keeps no endpoints.", false, null);
  }

  /// The answers that are kept for whoever asks the same.
  ///
  /// @throws RunStoreException if this store keeps none
  default AnswerCache answers() {
    throw new RunStoreException("no-cache", "This store keeps no answers.", false, null);
  }

  @Override
  void close();

  /// A line of a run's log.
  record LogEntry(long position, RunEvent.Logged line) {}

  /// A file of a snapshot.
  ///
  /// @param path relative to the flow folder, with `/`
  record SnapshotFile(String path, Digest content, long size, boolean executable) {}

  /// Which runs to list.
  ///
  /// @param most how many at most
  record RunFilter(
      boolean archivedOnly,
      boolean withArchived,
      Optional<String> experiment,
      Optional<RunName> parent,
      int most) {

    /// The 50 newest that are not archived, as prompt flow lists them.
    public static final RunFilter NEWEST =
        new RunFilter(false, false, Optional.empty(), Optional.empty(), 50);
  }

  /// Which rows to read.
  ///
  /// @param from the first line wanted
  /// @param most how many at most; 0 for all
  record RowFilter(Optional<RowResult.Status> status, long from, long most) {

    public static final RowFilter ALL = new RowFilter(Optional.empty(), 0, 0);
  }
}
