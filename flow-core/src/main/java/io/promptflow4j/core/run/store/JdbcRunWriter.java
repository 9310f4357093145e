package io.promptflow4j.core.run.store;

import io.promptflow4j.core.run.CallId;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunEvent;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStore.SnapshotFile;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.RunWriter;
import io.promptflow4j.core.run.database.Database;
import io.promptflow4j.core.run.table.ContentTable;
import io.promptflow4j.core.run.table.EventGroup;
import io.promptflow4j.core.run.table.MemberTable;
import io.promptflow4j.core.run.table.Packed;
import io.promptflow4j.core.run.table.RunTable;
import io.promptflow4j.core.run.table.StateTable;
import io.promptflow4j.core.run.table.StoredEvent;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The right to write a run, held by a lease that is renewed in the background and by each write.
final class JdbcRunWriter implements RunWriter {

  private static final Duration FRESH = Duration.ofMillis(200);

  private final Database database;
  private final StateTable states;
  private final EventGroup.Right right;
  private final Run before;
  private final long inDoubt;
  private final GroupCommit events;
  private final Packed.Press press = new Packed.Press();
  private final Future<?> renewal;

  private final Map<CallId, Claim> refused = new ConcurrentHashMap<>(); // until who asked hears
  private volatile boolean cancelRequested;
  private volatile long heardOf; // when the state was last read, by System.nanoTime
  private volatile @Nullable RunStoreException lost;
  private volatile boolean closed;

  JdbcRunWriter(
      Database database,
      StateTable states,
      Leases leases,
      EventGroup.Right right,
      Run before,
      long inDoubt) {
    this.database = database;
    this.states = states;
    this.right = right;
    this.before = before;
    this.inDoubt = inDoubt;
    this.heardOf = System.nanoTime();
    this.events = new GroupCommit(database, this::writeGroup);
    this.renewal = leases.keep(this::renew);
  }

  @Override
  public Run run() {
    return before;
  }

  @Override
  public Share share() {
    if (isMember()) {
      return RunWriter.super.share();
    }
    return new Share(right.name(), right.token());
  }

  private boolean isMember() {
    return right.member() != 0;
  }

  @Override
  public long inDoubt() {
    return inDoubt;
  }

  @Override
  public CompletableFuture<Void> post(List<? extends RunEvent> written) {
    try {
      checkOwned();
      return events.post(written.stream().map(event -> StoredEvent.of(event, press)).toList());
    } catch (RuntimeException refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  @Override
  public CompletableFuture<List<Claim>> claim(List<RunEvent.CallClaimed> wanted) {
    return post(wanted)
        .thenApply(_ ->
            wanted.stream()
                .map(claim -> Objects.requireNonNullElse(refused.remove(claim.id()), Claim.GRANTED))
                .toList());
  }

  /// Called by a thread that writes.
  private void writeGroup(Database.Change change, List<StoredEvent> group, long number) {
    checkOwned();
    try {
      EventGroup.Written written =
          change.apply(handle -> new EventGroup(group).write(handle, states, right, number));
      if (written.dismissed()) {
        throw MemberTable.gone(right.name());
      }
      refused.putAll(written.refused());
      heard(written.cancelRequested());
    } catch (RunStoreException.LostOwnership gone) {
      lost = gone;
      throw gone;
    }
  }

  private void heard(boolean cancel) {
    cancelRequested = cancel;
    heardOf = System.nanoTime();
  }

  private void renew() {
    if (lost != null || closed || isYounger(right.lease().dividedBy(4))) {
      return;
    }
    try {
      heard(
          database.writeRepeatable(handle ->
              isMember()
                  ? MemberTable.renew(handle, states, right)
                  : states.renew(handle, right.run(), right.name(), right.token(), right.lease())));
    } catch (RunStoreException.LostOwnership gone) {
      lost = gone;
    } catch (RunStoreException _) { // the next renewal may get through; if not, the lease lapses
    }
  }

  private boolean isYounger(Duration age) {
    return System.nanoTime() - heardOf < age.toNanos();
  }

  private void checkOwned() {
    RunStoreException gone = lost;
    if (gone != null) {
      throw new RunStoreException.LostOwnership(String.valueOf(gone.getMessage()));
    }
    if (closed) {
      throw new RunStoreException.LostOwnership(
          "Run '%s' was given up and can't be written.".formatted(right.name()));
    }
  }

  @Override
  public void snapshot(List<SnapshotFile> files) {
    change(handle -> {
      states.check(handle, right.run(), right.name(), right.token());
      ContentTable.snapshot(handle, right.run(), files);
    });
  }

  @Override
  public void setting(String name, Value value) {
    change(handle -> {
      states.check(handle, right.run(), right.name(), right.token());
      RunTable.setting(handle, right.run(), name, value);
    });
  }

  @Override
  public void counted(long rows) {
    change(handle -> states.count(handle, right.run(), right.name(), right.token(), rows));
  }

  @Override
  public void artefact(String name, byte[] content) {
    change(handle -> {
      states.check(handle, right.run(), right.name(), right.token());
      ContentTable.artefact(handle, right.run(), name, content);
    });
  }

  @Override
  public boolean cancelRequested() {
    checkOwned();
    if (!isYounger(FRESH)) {
      heard(
          database.read(
              handle -> states.cancelRequested(handle, right.run(), right.name(), right.token())));
    }
    return cancelRequested;
  }

  @Override
  public void finish(RunStatus status, Value.Mapping metrics, Optional<String> error) {
    change(handle ->
        states.finish(handle, right.run(), right.name(), right.token(), status, metrics, error));
  }

  private void change(Consumer<Handle> work) {
    checkOwned();
    try {
      database.writeRepeatable(handle -> {
        work.accept(handle);
        return true;
      });
    } catch (RunStoreException.LostOwnership gone) {
      lost = gone;
      throw gone;
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    renewal.cancel(false);
    press.close();
    if (lost == null) {
      database.writeRepeatable(handle -> {
        if (isMember()) {
          MemberTable.remove(handle, right.member());
        } else {
          states.giveUp(handle, right.run(), right.token());
        }
        return true;
      });
    }
  }
}
