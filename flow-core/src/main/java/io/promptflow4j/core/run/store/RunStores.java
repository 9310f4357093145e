package io.promptflow4j.core.run.store;

import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.access.AccessStore;
import io.promptflow4j.core.run.database.Database;
import io.promptflow4j.core.run.database.PostgresServer;
import io.promptflow4j.core.run.database.SqliteDriver;
import io.promptflow4j.core.run.database.SqliteFile;
import io.promptflow4j.core.run.table.access.StoredAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Opens stores of runs.
public final class RunStores {

  private RunStores() {}

  /// The store for someone who works in `current`: see [Workspace#find] and [StoreAddress#of].
  ///
  /// @throws IllegalArgumentException if the environment names something that is no store
  /// @throws RunStoreException if it can't be opened
  public static RunStore open(Path current, Map<String, String> environment) {
    return open(StoreAddress.of(Workspace.find(current, environment), environment));
  }

  public static RunStore open(StoreAddress address) {
    return open(address, StoreSettings.DEFAULT);
  }

  /// Opens a store. A file that is missing is made when something is first written; until then the
  /// store is empty.
  ///
  /// @throws RunStoreException if it can't be opened or was written by a newer version
  public static RunStore open(StoreAddress address, StoreSettings settings) {
    return switch (address) {
      case StoreAddress.Sqlite(Path file) ->
          Files.exists(file)
              ? sqlite(file, settings)
              : new FirstWriteStore(() -> Files.exists(file), () -> sqlite(file, settings));
      case StoreAddress.PostgreSql server -> new JdbcRunStore(postgres(server, settings), settings);
    };
  }

  /// Opens what is kept beside the runs about who may call servers, and makes it if it is missing.
  ///
  /// @throws IllegalArgumentException if the environment names something that is no store
  /// @throws RunStoreException if it can't be opened
  public static AccessStore openAccess(Path current, Map<String, String> environment) {
    return openAccess(StoreAddress.of(Workspace.find(current, environment), environment));
  }

  /// As [#openAccess(Path, Map)], with the address of the store.
  ///
  /// @throws RunStoreException if it can't be opened
  public static AccessStore openAccess(StoreAddress address) {
    StoreSettings settings = StoreSettings.DEFAULT;
    return new StoredAccess(
        switch (address) {
          case StoreAddress.Sqlite(Path file) -> SqliteFile.open(file, settings.patience());
          case StoreAddress.PostgreSql server -> postgres(server, settings);
        });
  }

  private static Database postgres(StoreAddress.PostgreSql server, StoreSettings settings) {
    return PostgresServer.open(
        new PostgresServer.Login(
            server.host(),
            server.port(),
            server.database(),
            server.user(),
            server.password(),
            server.properties()),
        server.toString(),
        settings.patience());
  }

  /// Puts what each process unpacks that opens a file into `folder`, for the driver to find there:
  /// see [SqliteDriver#unpack].
  ///
  /// @throws IOException if that can't be done; it is done each time then
  public static void unpackDriver(Path folder) throws IOException {
    SqliteDriver.unpack(folder);
  }

  private static RunStore sqlite(Path file, StoreSettings settings) {
    return new JdbcRunStore(SqliteFile.open(file, settings.patience()), settings);
  }
}
