package io.promptflow4j.core.run.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunWriter;
import io.promptflow4j.core.run.database.Database;
import io.promptflow4j.core.run.database.Dialect;
import io.promptflow4j.core.run.database.SqliteFile;
import io.promptflow4j.core.run.table.EventGroup;
import io.promptflow4j.core.run.table.Packed;
import io.promptflow4j.core.run.table.StateTable;
import io.promptflow4j.core.run.table.StoredEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteRunStoreTest extends RunStoreContract {

  @TempDir Path folder;

  private final List<RunStore> open = new ArrayList<>();

  @Override
  RunStore emptyStore() {
    return another(StoreSettings.DEFAULT.lease());
  }

  @Override
  RunStore another(Duration lease) {
    RunStore store =
        RunStores.open(
            new StoreAddress.Sqlite(folder.resolve("workspace/runs.sqlite")),
            StoreSettings.DEFAULT.withLease(lease));
    open.add(store);
    return store;
  }

  @Test
  void everyCommitIsSyncedToTheDisk() {
    Path file = folder.resolve("synced.sqlite");
    try (Database database = SqliteFile.open(file, Duration.ofSeconds(1))) {
      assertThat(database.<String>write(handle -> setting(handle, "journal_mode")))
          .isEqualTo("wal");
      assertThat(database.<String>write(handle -> setting(handle, "synchronous")))
          .as("2 is FULL: the log is synced before a commit returns")
          .isEqualTo("2");
    }
  }

  private static String setting(Handle handle, String name) {
    return handle.createQuery("PRAGMA " + name).mapTo(String.class).one();
  }

  @Test
  void aGroupWhoseCommitWasNotHeardOfIsWrittenOnce() {
    try (var store = new JdbcRunStore(database(), StoreSettings.DEFAULT)) {
      store.create(SampleRuns.run("first"));
      var name = new RunName("first");
      try (RunWriter _ = store.own(name, SampleRuns.self());
          Database beside = database()) {
        var group =
            new EventGroup(
                List.of(
                    StoredEvent.of(
                        SampleRuns.ended(SampleRuns.call("first", 1), "paid"),
                        new Packed.Press())));
        var states = new StateTable(Dialect.SQLITE);
        var right = beside.<EventGroup.Right>read(handle -> right(handle, name));

        EventGroup.Written _ = beside.write(handle -> group.write(handle, states, right, 1));
        EventGroup.Written _ = beside.write(handle -> group.write(handle, states, right, 1));

        assertThat(store.find(name).orElseThrow().progress().calls()).isEqualTo(1);
        EventGroup.Written _ = beside.write(handle -> group.write(handle, states, right, 2));
        assertThat(store.find(name).orElseThrow().progress().calls()).isEqualTo(2);
      }
    }
  }

  private Database database() {
    return SqliteFile.open(folder.resolve("groups.sqlite"), Duration.ofSeconds(5));
  }

  private static EventGroup.Right right(Handle handle, RunName name) {
    return handle
        .createQuery("SELECT run_id, token FROM run_states")
        .map((row, _) ->
            new EventGroup.Right(row.getLong(1), name, row.getLong(2), Duration.ofSeconds(15), 0))
        .one();
  }

  @AfterEach
  void close() {
    open.forEach(RunStore::close);
  }
}
