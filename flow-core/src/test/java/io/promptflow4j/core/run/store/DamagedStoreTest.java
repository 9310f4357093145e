package io.promptflow4j.core.run.store;

import static io.promptflow4j.core.run.store.SampleRuns.completed;
import static io.promptflow4j.core.run.store.SampleRuns.run;
import static io.promptflow4j.core.run.store.SampleRuns.self;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.RunEvent;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStore.RowFilter;
import io.promptflow4j.core.run.RunStore.RunFilter;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.RunWriter;
import io.promptflow4j.core.run.database.Database;
import io.promptflow4j.core.run.database.SqliteFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What somebody is told whose store is full, locked, damaged, too new or not theirs to write; and
/// that nothing is lost by it.
class DamagedStoreTest {

  private static final RunName FIRST = new RunName("first");
  private static final StoreSettings HASTY =
      StoreSettings.DEFAULT.withPatience(Duration.ofMillis(100));

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("runs.sqlite");
  }

  private RunStore open() {
    return RunStores.open(new StoreAddress.Sqlite(file), HASTY);
  }

  /// Makes a store with one run of `rows` rows.
  private void filled(int rows) throws Exception {
    try (RunStore store = open()) {
      store.create(run("first"));
      try (RunWriter writer = store.own(FIRST, self())) {
        for (int line = 0; line < rows; line++) {
          writer.write(row(line));
        }
      }
    }
  }

  private static List<RunEvent> row(long line) {
    return List.of(new RunEvent.RowEnded(completed(line, "answer ".repeat(200))));
  }

  private void changed(String sql) throws SQLException {
    try (Connection connection = connected();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connected() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  private static RunStoreException problem(Runnable work) {
    try {
      work.run();
    } catch (RunStoreException told) {
      return told;
    }
    throw new AssertionError("no complaint");
  }

  private long rows(RunStore store) {
    try (Stream<RowResult> rows = store.rows(FIRST, RowFilter.ALL)) {
      return rows.count();
    }
  }

  @Nested
  class AFullDisk {

    private static final int ROOM = 150; // pages of 4 KiB

    @Test
    void keepsWhatWasWrittenAndTakesMoreAsSoonAsThereIsRoom() throws Exception {
      Database database = SqliteFile.open(file, Duration.ofMillis(100));
      try (RunStore store = new JdbcRunStore(database, HASTY)) {
        store.create(run("first"));
        limit(database, ROOM);
        try (RunWriter writer = store.own(FIRST, self())) {
          long written = writeUntilFull(writer);
          assertThat(rows(store)).isEqualTo(written).isPositive();
          assertThat(store.find(FIRST).orElseThrow().progress().completed()).isEqualTo(written);

          limit(database, 2 * ROOM);
          writer.write(row(written));

          assertThat(rows(store)).isEqualTo(written + 1);
        }
      }
    }

    private void limit(Database database, int pages) {
      database.write(
          handle -> handle.createQuery("PRAGMA max_page_count = " + pages).mapTo(int.class).one());
    }

    private long writeUntilFull(RunWriter writer) throws InterruptedException {
      for (long line = 0; line < 10 * ROOM; line++) {
        try {
          writer.write(row(line));
        } catch (RunStoreException full) {
          assertThat(full.code()).isEqualTo("store-full");
          assertThat(full.isRetryable()).isTrue();
          assertThat(full)
              .hasMessageContaining(file.toString())
              .hasMessageContaining("make room and try again");
          return line;
        }
      }
      throw new AssertionError("never full");
    }
  }

  @Nested
  class AStoreThatIsLocked {

    @Test
    void isReadButNotWritten() throws Exception {
      filled(1);
      try (Connection other = connected();
          Statement statement = other.createStatement();
          RunStore store = open()) {
        statement.execute("BEGIN IMMEDIATE");

        RunStoreException locked = problem(() -> store.create(run("second")));

        assertThat(locked.code()).isEqualTo("store-locked");
        assertThat(locked.isRetryable()).isTrue();
        assertThat(locked)
            .hasMessageContaining(file.toString())
            .hasMessageContaining("Nothing was written; try again");
        assertThat(store.list(RunFilter.NEWEST)).hasSize(1);
        statement.execute("ROLLBACK");
        store.create(run("second"));
        assertThat(store.list(RunFilter.NEWEST)).hasSize(2);
      }
    }

    @Test
    void isNotOpenedWhileSomebodyHasItForHimself() throws Exception {
      filled(1);
      try (Connection other = connected();
          Statement statement = other.createStatement()) {
        statement.execute("PRAGMA locking_mode = EXCLUSIVE");
        statement.execute("BEGIN EXCLUSIVE");

        assertThat(problem(DamagedStoreTest.this::open).code()).isEqualTo("store-locked");
      }
      try (RunStore store = open()) {
        assertThat(rows(store)).isEqualTo(1);
      }
    }
  }

  @Nested
  class AFileThatIsDamaged {

    @Test
    void isToldFromAStoreAndLeftAsItIs() throws Exception {
      Files.writeString(file, "These are the minutes of a meeting.\n".repeat(100));

      RunStoreException damaged = problem(DamagedStoreTest.this::open);

      assertThat(damaged.code()).isEqualTo("store-corrupt");
      assertThat(damaged.isRetryable()).isFalse();
      assertThat(damaged)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("Put a backup in its place, or move it away");
      assertThat(file).hasContent("These are the minutes of a meeting.\n".repeat(100));
    }

    @Test
    void isNotReadAsIfItWereWhole() throws Exception {
      filled(200);
      overwriteHalf();

      RunStoreException damaged =
          problem(() -> {
            try (RunStore store = open()) {
              rows(store);
            }
          });

      assertThat(damaged.code()).isEqualTo("store-corrupt");
    }

    @Test
    void isNotReadAsIfItWereWholeWhenItsEndIsMissing() throws Exception {
      filled(200);
      try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
        bytes.setLength(bytes.length() / 2);
      }

      RunStoreException damaged =
          problem(() -> {
            try (RunStore store = open()) {
              rows(store);
            }
          });

      assertThat(damaged.code()).isEqualTo("store-corrupt");
    }

    private void overwriteHalf() throws IOException {
      try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
        bytes.seek(bytes.length() / 2);
        bytes.write(new byte[(int) (bytes.length() / 2)]);
      }
    }

    @Test
    void isMadeAnewIfNothingWasEverInIt() throws Exception {
      Files.createFile(file); // somebody was killed who had just begun

      filled(1);

      try (RunStore store = open()) {
        assertThat(rows(store)).isEqualTo(1);
      }
    }
  }

  @Nested
  class AStoreOfAnother {

    @Test
    void versionThatIsNewerIsLeftAlone() throws Exception {
      filled(1);
      changed("UPDATE store_info SET schema_version = 99, engine = '9.1.0'");
      byte[] before = Files.readAllBytes(file);

      RunStoreException newer = problem(DamagedStoreTest.this::open);

      assertThat(newer.code()).isEqualTo("store-newer");
      assertThat(newer)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("9.1.0, tables of version 99; this one knows ")
          .hasMessageContaining("Use that version, or another store");
      assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void versionThatIsOlderIsBroughtUpToDate() throws Exception {
      filled(1);
      for (String table : tablesSinceTheFirstVersion()) {
        changed("DROP TABLE " + table);
      }
      changed("ALTER TABLE run_rows DROP COLUMN token");
      changed("ALTER TABLE run_states DROP COLUMN saved");
      changed("ALTER TABLE run_states DROP COLUMN bill");
      changed("ALTER TABLE run_states DROP COLUMN worked");
      changed("ALTER TABLE run_states DROP COLUMN seen");
      changed("DELETE FROM flyway_schema_history WHERE version <> '1'");
      changed("UPDATE store_info SET schema_version = 1");

      try (RunStore store = open()) {
        assertThat(store.list(RunFilter.NEWEST)).hasSize(1);
        assertThat(store.models().list()).isEmpty();
      }
    }

    private List<String> tablesSinceTheFirstVersion() throws Exception {
      String first;
      try (var script = Database.class.getResourceAsStream("sqlite/V1__runs.sql")) {
        first = new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
      }
      var found = new ArrayList<String>();
      try (Connection connection = connected();
          ResultSet tables =
              connection
                  .createStatement()
                  .executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
        while (tables.next()) {
          found.add(tables.getString(1));
        }
      }
      found.removeIf(name ->
          name.startsWith("sqlite_")
              || name.startsWith("flyway_")
              || first.contains("CREATE TABLE " + name + " "));
      return found;
    }

    @Test
    void programIsLeftAlone() throws Exception {
      changed("CREATE TABLE bookmarks (url TEXT)");

      RunStoreException foreign = problem(DamagedStoreTest.this::open);

      assertThat(foreign.code()).isEqualTo("store-foreign");
      assertThat(foreign).hasMessageContaining("tables of another program");
      try (Connection connection = connected();
          Statement statement = connection.createStatement();
          var tables = statement.executeQuery("SELECT count(*) FROM sqlite_schema")) {
        assertThat(tables.getInt(1)).isEqualTo(1);
      }
    }
  }

  @Nested
  class AFolder {

    @Test
    void thatCannotBeMadeIsNamed() throws Exception {
      Path taken = Files.createFile(folder.resolve(".promptflow"));
      file = taken.resolve("runs.sqlite");

      try (RunStore store = open()) {
        assertThatThrownBy(() -> store.create(run("first")))
            .isInstanceOf(RunStoreException.class)
            .hasMessageContaining(file.toString())
            .hasMessageContaining("choose another folder with PF_WORKSPACE");
      }
    }

    @Test
    void withMarksOfAnAddressInItsNameIsTakenAsItIs() throws Exception {
      file = folder.resolve("50% done?mode=memory#1 ü/runs.sqlite");

      filled(1);

      assertThat(file).isNotEmptyFile();
      try (RunStore store = open()) {
        assertThat(rows(store)).isEqualTo(1);
      }
    }

    @Test
    void thatMayNotBeWrittenIsNamed() throws Exception {
      filled(1);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
      try {
        assumeThat(Files.isWritable(folder)).as("root may write everywhere").isFalse();

        RunStoreException refused =
            problem(() -> {
              try (RunStore store = open()) {
                store.create(run("second"));
              }
            });

        assertThat(refused.code()).isEqualTo("store-read-only");
        assertThat(refused)
            .hasMessageContaining(file.toString())
            .hasMessageContaining("copy it to a folder of your own")
            .hasMessageContaining("PF_WORKSPACE");
      } finally {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
      try (RunStore store = open()) {
        assertThat(rows(store)).isEqualTo(1);
      }
    }
  }
}
