package io.promptflow4j.core.run.store;

import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.access.AccessStore;
import io.promptflow4j.core.run.access.AuditLog;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// The contract on a real server; each test has a schema of its own.
@TestInstance(Lifecycle.PER_CLASS)
class PostgresEndpointStoreTest extends EndpointStoreContract {

  private final AtomicInteger schemas = new AtomicInteger();
  private EmbeddedPostgres server;
  private final List<RunStore> open = new ArrayList<>();
  private final List<AccessStore> access = new ArrayList<>();

  @BeforeAll
  void start() throws IOException {
    server = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1)).start();
  }

  @Override
  RunStore emptyStore() {
    schemas.incrementAndGet();
    RunStore store = RunStores.open(address());
    open.add(store);
    return store;
  }

  private StoreAddress address() {
    String url =
        "postgresql://postgres:postgres@localhost:%d/postgres?schema=e%d"
            .formatted(server.getPort(), schemas.get());
    return PostgresUrl.read(url, Map.of());
  }

  @Override
  AuditLog audit() {
    AccessStore store = RunStores.openAccess(address());
    access.add(store);
    return store.audit();
  }

  @AfterEach
  void close() {
    open.forEach(RunStore::close);
    open.clear();
    access.forEach(AccessStore::close);
    access.clear();
  }

  @AfterAll
  void stop() throws IOException {
    server.close();
  }
}
