package io.promptflow4j.core.run.store;

import io.promptflow4j.core.run.RunStore;
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
class PostgresRunStoreTest extends RunStoreContract {

  private final List<RunStore> open = new ArrayList<>();
  private final AtomicInteger schemas = new AtomicInteger();
  private EmbeddedPostgres server;

  @BeforeAll
  void start() throws IOException {
    server = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1)).start();
  }

  @Override
  RunStore emptyStore() {
    schemas.incrementAndGet();
    return another(StoreSettings.DEFAULT.lease());
  }

  @Override
  RunStore another(Duration lease) {
    String url =
        "postgresql://postgres:postgres@localhost:%d/postgres?schema=s%d"
            .formatted(server.getPort(), schemas.get());
    RunStore store =
        RunStores.open(PostgresUrl.read(url, Map.of()), StoreSettings.DEFAULT.withLease(lease));
    open.add(store);
    return store;
  }

  @AfterEach
  void close() {
    open.forEach(RunStore::close);
    open.clear();
  }

  @AfterAll
  void stop() throws IOException {
    server.close();
  }
}
