package io.promptflow4j.core.run.store;

import io.promptflow4j.core.dataset.catalog.DataCatalog;
import io.promptflow4j.core.deployment.Endpoints;
import io.promptflow4j.core.deployment.traffic.ServedTraffic;
import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.execution.cache.AnswerCache;
import io.promptflow4j.core.execution.cache.LateCache;
import io.promptflow4j.core.model.budget.SpendingLedger;
import io.promptflow4j.core.model.registry.ModelRegistry;
import io.promptflow4j.core.run.CallId;
import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunLabels;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunOwner;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.RunWriter;
import io.promptflow4j.core.run.table.deployment.LateEndpoints;
import io.promptflow4j.core.run.table.deployment.LateTraffic;
import io.promptflow4j.core.run.table.spending.LateSpending;
import io.promptflow4j.core.source.Digest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A store that is not there yet: empty to whoever reads, made when something is first written, by
/// this process or another.
final class FirstWriteStore implements RunStore {

  private final BooleanSupplier isThere;
  private final Supplier<RunStore> opening;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable RunStore store; // written under the lock

  FirstWriteStore(BooleanSupplier isThere, Supplier<RunStore> opening) {
    this.isThere = isThere;
    this.opening = opening;
  }

  private RunStore opened() {
    RunStore open = store;
    if (open != null) {
      return open;
    }
    lock.lock();
    try {
      open = store;
      if (open == null) {
        open = opening.get();
        store = open;
      }
      return open;
    } finally {
      lock.unlock();
    }
  }

  private <T> T reading(T none, Function<RunStore, T> work) {
    return store == null && !isThere.getAsBoolean() ? none : work.apply(opened());
  }

  /// The store, for work on a run that has to be there.
  private RunStore of(RunName name) {
    if (store == null && !isThere.getAsBoolean()) {
      throw new RunStoreException.NoSuchRun("No run is called '%s'.".formatted(name));
    }
    return opened();
  }

  @Override
  public void create(Run run) {
    opened().create(run);
  }

  @Override
  public Optional<Run> find(RunName name) {
    return reading(Optional.empty(), store -> store.find(name));
  }

  @Override
  public List<Run> list(RunFilter filter) {
    return reading(List.of(), store -> store.list(filter));
  }

  @Override
  public void relabel(RunName name, RunLabels labels) {
    of(name).relabel(name, labels);
  }

  @Override
  public void archive(RunName name, boolean archived) {
    of(name).archive(name, archived);
  }

  @Override
  public void delete(RunName name) {
    of(name).delete(name);
  }

  @Override
  public void requestCancel(RunName name) {
    of(name).requestCancel(name);
  }

  @Override
  public RunWriter own(RunName name, RunOwner owner) {
    return of(name).own(name, owner);
  }

  @Override
  public RunWriter join(RunWriter.Share share, String member, RunOwner process) {
    return of(share.run()).join(share, member, process);
  }

  @Override
  public List<RowResult> settled(RunWriter.Share share, long from, long to) {
    return of(share.run()).settled(share, from, to);
  }

  @Override
  public boolean isOwned(RunName name) {
    return of(name).isOwned(name);
  }

  @Override
  public Stream<RowResult> rows(RunName name, RowFilter filter) {
    return of(name).rows(name, filter);
  }

  @Override
  public Optional<RowResult> row(RunName name, RowKey key) {
    return of(name).row(name, key);
  }

  @Override
  public Stream<RowKey> ended(RunName name, RowResult.Status status) {
    return of(name).ended(name, status);
  }

  @Override
  public Optional<RecordedCall> call(CallId id) {
    return reading(Optional.empty(), store -> store.call(id));
  }

  @Override
  public boolean isUnderWay(CallId id) {
    return reading(false, store -> store.isUnderWay(id));
  }

  @Override
  public Stream<Digest> calls(String scope) {
    return reading(Stream.empty(), store -> store.calls(scope));
  }

  @Override
  public List<LogEntry> log(RunName name, long after, int most) {
    return of(name).log(name, after, most);
  }

  @Override
  public Digest keep(byte[] content) {
    return opened().keep(content);
  }

  @Override
  public Optional<byte[]> content(Digest digest) {
    return reading(Optional.empty(), store -> store.content(digest));
  }

  @Override
  public List<SnapshotFile> snapshot(RunName name) {
    return of(name).snapshot(name);
  }

  @Override
  public List<SnapshotFile> artefacts(RunName name) {
    return of(name).artefacts(name);
  }

  @Override
  public DataCatalog data() {
    return new FirstWriteCatalog(
        () -> reading(Optional.empty(), store -> Optional.of(store.data())), () -> opened().data());
  }

  @Override
  public ModelRegistry models() {
    return new FirstWriteRegistry(
        () -> reading(Optional.empty(), store -> Optional.of(store.models())),
        () -> opened().models());
  }

  @Override
  public SpendingLedger spending() {
    return new LateSpending(
        () -> reading(Optional.empty(), store -> Optional.of(store.spending())),
        () -> opened().spending());
  }

  @Override
  public Endpoints endpoints() {
    return new LateEndpoints(
        () -> reading(Optional.empty(), store -> Optional.of(store.endpoints())),
        () -> opened().endpoints());
  }

  @Override
  public ServedTraffic traffic() {
    return new LateTraffic(
        () -> reading(Optional.empty(), store -> Optional.of(store.traffic())),
        () -> opened().traffic());
  }

  @Override
  public AnswerCache answers() {
    return new LateCache(
        () -> reading(Optional.empty(), store -> Optional.of(store.answers())),
        () -> opened().answers());
  }

  @Override
  public void close() {
    lock.lock();
    try {
      RunStore open = store;
      if (open != null) {
        open.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
