package io.promptflow4j.core.run.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.access.AccessStore;
import io.promptflow4j.core.run.access.AuditLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteEndpointStoreTest extends EndpointStoreContract {

  @TempDir Path folder;

  private final List<RunStore> open = new ArrayList<>();
  private final List<AccessStore> access = new ArrayList<>();

  @Override
  RunStore emptyStore() {
    RunStore store = RunStores.open(new StoreAddress.Sqlite(folder.resolve("runs.sqlite")));
    open.add(store);
    return store;
  }

  @Override
  AuditLog audit() {
    AccessStore store =
        RunStores.openAccess(new StoreAddress.Sqlite(folder.resolve("runs.sqlite")));
    access.add(store);
    return store.audit();
  }

  @Test
  void readingMakesNoFile() {
    assertThat(open.getFirst().endpoints().list()).isEmpty();
    assertThat(open.getFirst().endpoints().lastChange()).isZero();
    assertThat(Files.exists(folder.resolve("runs.sqlite"))).isFalse();
  }

  @AfterEach
  void close() {
    open.forEach(RunStore::close);
    open.clear();
    access.forEach(AccessStore::close);
    access.clear();
  }
}
