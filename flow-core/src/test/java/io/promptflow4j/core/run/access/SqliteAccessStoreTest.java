package io.promptflow4j.core.run.access;

import io.promptflow4j.core.run.store.RunStores;
import io.promptflow4j.core.run.store.StoreAddress;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteAccessStoreTest extends AccessStoreContract {

  @TempDir Path folder;

  private final List<AccessStore> open = new ArrayList<>();

  @Override
  AccessStore emptyStore() {
    return another();
  }

  @Override
  AccessStore another() {
    AccessStore store = RunStores.openAccess(new StoreAddress.Sqlite(file()));
    open.add(store);
    return store;
  }

  private Path file() {
    return folder.resolve("workspace/runs.sqlite");
  }

  @Override
  void tamper(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  @AfterEach
  void close() {
    open.forEach(AccessStore::close);
  }
}
