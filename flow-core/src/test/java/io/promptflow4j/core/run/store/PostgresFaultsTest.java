package io.promptflow4j.core.run.store;

import static io.promptflow4j.core.run.store.SampleRuns.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStore.RunFilter;
import io.promptflow4j.core.run.RunStoreException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What somebody is told whose server refuses, and that no message has the password in it.
class PostgresFaultsTest {

  private static final StoreSettings HASTY =
      StoreSettings.DEFAULT.withPatience(Duration.ofMillis(500));

  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws Exception {
    server = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1)).start();
    said("CREATE ROLE reader LOGIN PASSWORD 'canary'");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private static void said(String sql) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static RunStore open(String user, int port, String database) {
    String url =
        "postgresql://%s:canary@localhost:%d/%s?connect_timeout=2".formatted(user, port, database);
    return RunStores.open(PostgresUrl.read(url, Map.of()), HASTY);
  }

  private static RunStoreException complaint(String user, int port, String database) {
    return complaint(() -> open(user, port, database).close());
  }

  private static RunStoreException complaint(Runnable work) {
    RunStoreException told = catchThrowableOfType(RunStoreException.class, work::run);
    assertThat(told).isNotNull();
    assertThat(told.getMessage()).doesNotContain("canary");
    return told;
  }

  @Test
  void aServerThatIsNotThere() throws Exception {
    int free;
    try (var socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }

    RunStoreException told = complaint("reader", free, "postgres");

    assertThat(told.code()).isEqualTo("store-unreachable");
    assertThat(told.isRetryable()).isTrue();
    assertThat(told)
        .hasMessageContaining("'postgresql://reader@localhost:%d/postgres'".formatted(free));
  }

  @Test
  void aDatabaseThatIsNotThere() {
    assertThat(complaint("reader", server.getPort(), "nowhere"))
        .hasMessageContaining("has no such database. Create it first.");
  }

  @Test
  void aUserWhoMayNotMakeTables() {
    RunStoreException told = complaint("reader", server.getPort(), "postgres");

    assertThat(told.code()).isEqualTo("store-read-only");
    assertThat(told).hasMessageContaining("PF_STORE");
  }

  @Test
  void tablesOfANewerVersion() throws Exception {
    openAsOwner("newer").close();
    said("UPDATE newer.store_info SET schema_version = 99, engine = '9.1.0'");

    RunStoreException told = complaint(() -> openAsOwner("newer").close());

    assertThat(told.code()).isEqualTo("store-newer");
    assertThat(told).hasMessageContaining("9.1.0");
  }

  @Test
  void tablesOfAnotherProgram() throws Exception {
    said("CREATE SCHEMA taken");
    said("CREATE TABLE taken.bookmarks (url text)");

    RunStoreException told = complaint(() -> openAsOwner("taken").close());

    assertThat(told.code()).isEqualTo("store-foreign");
    assertThat(told).hasMessageContaining("?schema=");
  }

  @Test
  void aServerThatIsRestartedIsWaitedFor() throws Exception {
    try (RunStore store = openAsOwner("restarted")) {
      store.create(run("first"));
      said(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE application_name = 'promptflow4j'");

      store.create(run("second"));

      assertThat(store.list(RunFilter.NEWEST)).hasSize(2);
    }
  }

  private static RunStore openAsOwner(String schema) {
    String url =
        "postgresql://postgres:postgres@localhost:%d/postgres?schema=%s"
            .formatted(server.getPort(), schema);
    return RunStores.open(
        PostgresUrl.read(url, Map.of()), HASTY.withPatience(Duration.ofSeconds(5)));
  }
}
