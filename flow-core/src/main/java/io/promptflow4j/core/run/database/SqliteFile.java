package io.promptflow4j.core.run.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.promptflow4j.core.run.RunStoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/// Opens a store in one SQLite file: write-ahead log, each commit synced to disk.
///
/// One thread writes; readers have connections of their own and never wait for it.
public final class SqliteFile {

  private static final int READERS = 8;
  private static final int CACHE_KIB = 64 * 1024;
  private static final int CHECKPOINT_PAGES = 4_000;
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(20);

  private final Path file;
  private final Duration patience;
  private final Faults faults;
  private final Schema schema;

  private SqliteFile(Path file, Duration patience) {
    this.file = file;
    this.patience = patience;
    this.faults = new Faults(file.toString());
    this.schema = new Schema(Dialect.SQLITE, file.toString(), Optional.empty());
  }

  /// Opens the store in `file`; makes the file and its folder, for their owner alone, if they are
  /// missing.
  ///
  /// @param patience how long to wait while another process writes
  /// @throws RunStoreException if it can't be opened or was written by a newer version
  public static Database open(Path file, Duration patience) {
    return new SqliteFile(file, patience).open();
  }

  private Database open() {
    create();
    HikariDataSource writer = writer();
    HikariDataSource readers = readers();
    Runnable release =
        () -> {
          readers.close();
          writer.close();
        };
    try {
      Jdbi writing = Jdbi.create(writer).setStatementBuilderFactory(new KeptStatements());
      if (!schema.isCurrent(writing)) {
        migrate(writer, writing);
      }
      return new Database(
          Dialect.SQLITE, faults, Jdbi.create(readers), writing, 1, Duration.ZERO, release);
    } catch (RuntimeException problem) {
      release.run();
      throw faults.of(problem);
    }
  }

  private HikariDataSource writer() {
    HikariConfig settings = pool("run-writer", SQLiteConfig.TransactionMode.IMMEDIATE);
    settings.setMaximumPoolSize(1);
    settings.setInitializationFailTimeout(1); // tells at once what is wrong with the file
    try {
      return new HikariDataSource(settings);
    } catch (RuntimeException problem) {
      throw faults.of(problem);
    }
  }

  private HikariDataSource readers() {
    HikariConfig settings = pool("run-readers", SQLiteConfig.TransactionMode.DEFERRED);
    settings.setMaximumPoolSize(READERS);
    settings.setMinimumIdle(0);
    settings.setInitializationFailTimeout(-1);
    return new HikariDataSource(settings);
  }

  private HikariConfig pool(String name, SQLiteConfig.TransactionMode mode) {
    var config = new SQLiteConfig();
    config.setTransactionMode(mode);
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout((int) patience.toMillis());
    config.enforceForeignKeys(true);
    config.setCacheSize(-CACHE_KIB);
    config.setWalAutocheckpoint(CHECKPOINT_PAGES);
    var source = new Source(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath().toUri()); // `?` in a name is no setting
    var settings = new HikariConfig();
    settings.setPoolName(name);
    settings.setDataSource(source);
    settings.setMaxLifetime(0);
    settings.setConnectionTimeout(patience.toMillis() + 5_000);
    return settings;
  }

  /// SQLite has no lock that would keep a second process from making the tables too.
  private void migrate(HikariDataSource source, Jdbi jdbi) {
    Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = lock(channel)) {
      if (!schema.isCurrent(jdbi)) {
        schema.migrate(source, jdbi);
      }
      Files.deleteIfExists(lockFile);
    } catch (IOException broken) {
      throw unreachable(broken);
    }
  }

  private FileLock lock(FileChannel channel) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline) {
      FileLock lock = tryLock(channel);
      if (lock != null) {
        return lock;
      }
      LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
    }
    throw new RunStoreException(
        "store-locked",
        "Another process has been making the tables of '%s' for long. Try again.".formatted(file),
        true,
        null);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) { // held by this process
      return null;
    }
  }

  private void create() {
    if (Files.exists(file)) {
      return;
    }
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder, owners(folder, "rwx------"));
      }
      createFile();
    } catch (IOException broken) {
      throw unreachable(broken);
    }
  }

  private void createFile() throws IOException {
    try {
      Files.createFile(file, owners(file, "rw-------"));
    } catch (FileAlreadyExistsException _) { // another process was quicker
    }
  }

  private RunStoreException unreachable(IOException cause) {
    return new RunStoreException(
        "store-unreachable",
        ("The store '%s' can't be made (%s). Give yourself the right to write there, or choose"
                + " another folder with PF_WORKSPACE.")
            .formatted(file, cause),
        false,
        cause);
  }

  /// Connections with two settings that the driver has no names for.
  private static final class Source extends SQLiteDataSource {

    Source(SQLiteConfig config) {
      super(config);
    }

    @Override
    public SQLiteConnection getConnection(@Nullable String user, @Nullable String password)
        throws SQLException {
      SQLiteConnection connection = super.getConnection(user, password);
      try (Statement settings = connection.createStatement()) {
        settings.execute("PRAGMA fullfsync = ON"); // macOS syncs to the drive's cache else
        settings.execute("PRAGMA trusted_schema = OFF"); // somebody else may have made the file
      }
      return connection;
    }
  }

  private static FileAttribute<?>[] owners(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
