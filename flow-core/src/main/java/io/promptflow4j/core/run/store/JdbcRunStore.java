package io.promptflow4j.core.run.store;

import io.promptflow4j.core.dataset.catalog.DataCatalog;
import io.promptflow4j.core.deployment.Endpoints;
import io.promptflow4j.core.deployment.traffic.ServedTraffic;
import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.execution.cache.AnswerCache;
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
import io.promptflow4j.core.run.RunWriter;
import io.promptflow4j.core.run.database.Database;
import io.promptflow4j.core.run.table.CallTable;
import io.promptflow4j.core.run.table.ContentTable;
import io.promptflow4j.core.run.table.EventGroup;
import io.promptflow4j.core.run.table.LogTable;
import io.promptflow4j.core.run.table.MemberTable;
import io.promptflow4j.core.run.table.Removal;
import io.promptflow4j.core.run.table.RowTable;
import io.promptflow4j.core.run.table.RunTable;
import io.promptflow4j.core.run.table.StateTable;
import io.promptflow4j.core.run.table.answer.StoredAnswers;
import io.promptflow4j.core.run.table.deployment.StoredEndpoints;
import io.promptflow4j.core.run.table.deployment.StoredTraffic;
import io.promptflow4j.core.run.table.spending.StoredSpending;
import io.promptflow4j.core.source.Digest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/// A store in a database.
final class JdbcRunStore implements RunStore {

  private final Database database;
  private final StoreSettings settings;
  private final StateTable states;
  private final Leases leases;

  JdbcRunStore(Database database, StoreSettings settings) {
    this.database = database;
    this.settings = settings;
    this.states = new StateTable(database.dialect());
    this.leases = new Leases(settings.lease());
  }

  @Override
  public void create(Run run) {
    change(handle -> RunTable.create(handle, run));
  }

  @Override
  public Optional<Run> find(RunName name) {
    return database.read(handle -> RunTable.find(handle, name));
  }

  @Override
  public List<Run> list(RunFilter filter) {
    return database.read(handle -> RunTable.list(handle, filter));
  }

  @Override
  public void relabel(RunName name, RunLabels labels) {
    change(handle -> RunTable.relabel(handle, RunTable.mustFind(handle, name), labels));
  }

  @Override
  public void archive(RunName name, boolean archived) {
    change(handle -> RunTable.archive(handle, RunTable.mustFind(handle, name), archived));
  }

  @Override
  public void delete(RunName name) {
    RunOwner here = RunOwner.ofThisProcess();
    change(handle -> {
      long run = RunTable.mustFind(handle, name);
      states.checkFree(handle, run, name, here);
      Removal.hide(handle, run);
    });
    new Removal(database).sweep();
  }

  @Override
  public void requestCancel(RunName name) {
    RunOwner here = RunOwner.ofThisProcess();
    change(handle -> states.requestCancel(handle, RunTable.mustFind(handle, name), here));
  }

  @Override
  public RunWriter own(RunName name, RunOwner owner) {
    Owned owned = database.write(handle -> take(handle, name, owner));
    return new JdbcRunWriter(
        database, states, leases, owned.right(), owned.before(), owned.inDoubt());
  }

  @Override
  public RunWriter join(RunWriter.Share share, String member, RunOwner process) {
    return database.write(handle -> {
      Run run = RunTable.find(handle, share.run()).orElseThrow(() -> RunTable.missing(share.run()));
      var owner = right(RunTable.mustFind(handle, share.run()), share, 0);
      long id = MemberTable.join(handle, states, owner, member, process);
      return new JdbcRunWriter(database, states, leases, right(owner.run(), share, id), run, 0);
    });
  }

  private EventGroup.Right right(long run, RunWriter.Share share, long member) {
    return new EventGroup.Right(run, share.run(), share.token(), settings.lease(), member);
  }

  @Override
  public List<RowResult> settled(RunWriter.Share share, long from, long to) {
    return database.read(handle ->
        RowTable.settled(handle, RunTable.mustFind(handle, share.run()), share.token(), from, to));
  }

  @Override
  public boolean isOwned(RunName name) {
    RunOwner here = RunOwner.ofThisProcess();
    return database.read(handle -> states.isOwned(handle, RunTable.mustFind(handle, name), here));
  }

  private Owned take(Handle handle, RunName name, RunOwner owner) {
    Run before = RunTable.find(handle, name).orElseThrow(() -> RunTable.missing(name));
    long run = RunTable.mustFind(handle, name);
    var taken = states.take(handle, run, name, owner, settings.lease());
    return new Owned(
        before, right(run, new RunWriter.Share(name, taken.token()), 0), taken.inDoubt());
  }

  private record Owned(Run before, EventGroup.Right right, long inDoubt) {}

  @Override
  public Stream<RowResult> rows(RunName name, RowFilter filter) {
    return database.stream(
        handle -> RowTable.rows(handle, RunTable.mustFind(handle, name), filter));
  }

  @Override
  public Optional<RowResult> row(RunName name, RowKey key) {
    return database.read(handle -> RowTable.row(handle, RunTable.mustFind(handle, name), key));
  }

  @Override
  public Stream<RowKey> ended(RunName name, RowResult.Status status) {
    return database.stream(
        handle -> RowTable.ended(handle, RunTable.mustFind(handle, name), status));
  }

  @Override
  public Optional<RecordedCall> call(CallId id) {
    return database.read(handle -> CallTable.find(handle, id));
  }

  @Override
  public boolean isUnderWay(CallId id) {
    RunOwner here = RunOwner.ofThisProcess();
    return database.read(handle -> CallTable.isUnderWay(handle, states, id, here));
  }

  @Override
  public Stream<Digest> calls(String scope) {
    return database.stream(handle -> CallTable.digests(handle, scope));
  }

  @Override
  public List<LogEntry> log(RunName name, long after, int most) {
    return database.read(
        handle -> LogTable.read(handle, RunTable.mustFind(handle, name), after, most));
  }

  @Override
  public Digest keep(byte[] content) {
    Digest digest = Digest.of(content);
    boolean there = database.read(handle -> ContentTable.has(handle, digest));
    if (!there) {
      change(handle -> ContentTable.keep(handle, digest, content));
    }
    return digest;
  }

  @Override
  public Optional<byte[]> content(Digest digest) {
    return database.read(handle -> ContentTable.content(handle, digest));
  }

  @Override
  public List<SnapshotFile> snapshot(RunName name) {
    return database.read(handle -> ContentTable.snapshot(handle, RunTable.mustFind(handle, name)));
  }

  @Override
  public List<SnapshotFile> artefacts(RunName name) {
    return database.read(handle -> ContentTable.artefacts(handle, RunTable.mustFind(handle, name)));
  }

  @Override
  public DataCatalog data() {
    return new JdbcDataCatalog(database);
  }

  @Override
  public ModelRegistry models() {
    return new JdbcModelRegistry(database);
  }

  @Override
  public SpendingLedger spending() {
    return new StoredSpending(database);
  }

  @Override
  public Endpoints endpoints() {
    return new StoredEndpoints(database);
  }

  @Override
  public ServedTraffic traffic() {
    return new StoredTraffic(database);
  }

  @Override
  public AnswerCache answers() {
    return new StoredAnswers(database);
  }

  private void change(Consumer<Handle> work) {
    database.write(handle -> {
      work.accept(handle);
      return true;
    });
  }

  /// As if this process were stopped: its leases lapse.
  void stopRenewing() {
    leases.close();
  }

  @Override
  public void close() {
    leases.close();
    database.close();
  }
}
