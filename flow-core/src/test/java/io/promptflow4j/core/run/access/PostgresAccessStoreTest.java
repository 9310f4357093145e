package io.promptflow4j.core.run.access;

import io.promptflow4j.core.run.store.RunStores;
import io.promptflow4j.core.run.store.StoreAddress;
import io.promptflow4j.core.run.store.Workspace;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// The contract on a real server; its tables are emptied before each test.
@TestInstance(Lifecycle.PER_CLASS)
class PostgresAccessStoreTest extends AccessStoreContract {

  private final List<AccessStore> open = new ArrayList<>();
  private EmbeddedPostgres server;

  @BeforeAll
  void start() throws IOException {
    server = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1)).start();
  }

  @Override
  AccessStore emptyStore() throws SQLException {
    AccessStore store = another();
    tamper("DELETE FROM access_keys");
    tamper("DELETE FROM audit_lines");
    tamper("DELETE FROM kept_replies");
    tamper("UPDATE audit_head SET position = 0, chain = '%s'".formatted("0".repeat(64)));
    return store;
  }

  @Override
  AccessStore another() {
    String url =
        "postgresql://postgres:postgres@localhost:%d/postgres?schema=access"
            .formatted(server.getPort());
    AccessStore store =
        RunStores.openAccess(
            StoreAddress.of(new Workspace(Path.of("nowhere")), Map.of("PF_STORE", url)));
    open.add(store);
    return store;
  }

  @Override
  void tamper(String sql) throws SQLException {
    try (var connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("SET search_path TO access");
      statement.executeUpdate(sql);
    }
  }

  @AfterEach
  void close() {
    open.forEach(AccessStore::close);
    open.clear();
  }

  @AfterAll
  void stop() throws IOException {
    server.close();
  }
}
