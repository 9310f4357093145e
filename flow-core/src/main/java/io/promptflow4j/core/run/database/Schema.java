package io.promptflow4j.core.run.database;

import io.promptflow4j.core.run.RunStoreException;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The tables of a store and their version.
///
/// A store that is up to date is known by one query; only one that is not pays for Flyway's start.
///
/// @param store what the store is called in messages
/// @param namespace the schema of the tables in PostgreSQL; nothing in SQLite
record Schema(Dialect dialect, String store, Optional<String> namespace) {

  /// The version of the tables that this version of the program reads and writes: the number of the
  /// last migration.
  static final int VERSION = 12;

  private static final String UNKNOWN = "development";
  private static final String HISTORY = "flyway_schema_history";

  /// @param engine the program that last changed the tables
  private record Found(int version, String engine) {}

  boolean isCurrent(Jdbi jdbi) {
    Optional<Found> found = jdbi.withHandle(this::find);
    found.filter(version -> version.version() > VERSION).ifPresent(this::refuse);
    return found.filter(version -> version.version() == VERSION).isPresent();
  }

  private Optional<Found> find(Handle handle) {
    return hasTables(handle)
        ? handle
            .createQuery("SELECT schema_version, engine FROM store_info")
            .map((row, _) -> new Found(row.getInt(1), row.getString(2)))
            .findFirst()
        : Optional.empty();
  }

  private boolean hasTables(Handle handle) {
    String query =
        switch (dialect) {
          case SQLITE -> "SELECT count(*) FROM sqlite_schema WHERE name = 'store_info'";
          case POSTGRESQL ->
              "SELECT count(*) FROM pg_tables"
                  + " WHERE schemaname = current_schema() AND tablename = 'store_info'";
        };
    return handle.createQuery(query).mapTo(int.class).one() > 0;
  }

  /// Tables of somebody else would stand beside ours. Flyway's history alone is what a process left
  /// that was killed while it made the tables.
  private void checkFree(Handle handle) {
    String query =
        switch (dialect) {
          case SQLITE ->
              "SELECT count(*) FROM sqlite_schema"
                  + " WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> ?";
          case POSTGRESQL ->
              "SELECT count(*) FROM pg_tables"
                  + " WHERE schemaname = current_schema() AND tablename <> ?";
        };
    if (!hasTables(handle)
        && handle.createQuery(query).bind(0, HISTORY).mapTo(int.class).one() > 0) {
      throw new RunStoreException(
          "store-foreign",
          "The store '%s' has tables of another program. Choose another place with %s."
              .formatted(
                  store,
                  switch (dialect) {
                    case SQLITE -> "PF_WORKSPACE";
                    case POSTGRESQL -> "?schema=NAME at the end of PF_STORE";
                  }),
          false,
          null);
    }
  }

  private void refuse(Found found) {
    throw new RunStoreException(
        "store-newer",
        ("The store '%s' was written by a newer version of Promptflow4j (%s, tables of version %d;"
                + " this one knows %d). Use that version, or another store.")
            .formatted(store, found.engine(), found.version(), VERSION),
        false,
        null);
  }

  /// Makes or changes the tables. Several processes may try at once with PostgreSQL; with SQLite
  /// the caller keeps the others out.
  void migrate(DataSource source, Jdbi jdbi) {
    jdbi.useHandle(this::checkFree);
    var configuration =
        Flyway.configure(Schema.class.getClassLoader())
            .dataSource(source)
            .resourceProvider(new Migrations(dialect))
            .communityDBSupportEnabled(false)
            .connectRetries(0);
    namespace.ifPresent(name -> configuration.schemas(name).createSchemas(true));
    configuration.load().migrate();
    jdbi.useHandle(handle -> handle.execute("UPDATE store_info SET engine = ?", engine()));
  }

  private static String engine() {
    String version = Schema.class.getPackage().getImplementationVersion();
    return version == null ? UNKNOWN : version;
  }
}
