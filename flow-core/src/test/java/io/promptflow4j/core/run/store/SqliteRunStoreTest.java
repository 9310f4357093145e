package io.promptflow4j.core.run.store;

import io.promptflow4j.core.run.RunStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
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

  @AfterEach
  void close() {
    open.forEach(RunStore::close);
  }
}
