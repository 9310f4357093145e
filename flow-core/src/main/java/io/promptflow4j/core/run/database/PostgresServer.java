package io.promptflow4j.core.run.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.promptflow4j.core.model.connection.Secret;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Opens a store on a PostgreSQL server: in a schema of its own, each commit on the server's disk.
public final class PostgresServer {

  private static final String DRIVER = "org.postgresql.ds.PGSimpleDataSource";
  private static final int CONNECTIONS = 10;
  private static final int WRITERS = 4;
  private static final int DEFAULT_CONNECT_SECONDS = 10;
  private static final String DEFAULT_SCHEMA = "promptflow";

  private PostgresServer() {}

  /// How to log in.
  ///
  /// @param properties `sslmode`, `sslrootcert`, `application_name`, `connect_timeout`, `schema`
  public record Login(
      String host,
      int port,
      String database,
      String user,
      Optional<Secret> password,
      Map<String, String> properties) {}

  /// Opens the store; makes its tables if they are missing. Fails if it can't be opened or was
  /// written by a newer version.
  ///
  /// @param name what messages call it
  /// @param patience how long to wait for a server that does not answer
  public static Database open(Login login, String name, Duration patience) {
    var faults = new Faults(name);
    String namespace = login.properties().getOrDefault("schema", DEFAULT_SCHEMA);
    var schema = new Schema(Dialect.POSTGRESQL, name, Optional.of(namespace));
    HikariDataSource pool = connected(pool(login, namespace, patience), faults);
    try {
      Jdbi jdbi = Jdbi.create(pool);
      if (!schema.isCurrent(jdbi)) {
        schema.migrate(pool, jdbi);
      }
      return new Database(Dialect.POSTGRESQL, faults, jdbi, jdbi, WRITERS, patience, pool::close);
    } catch (RuntimeException problem) {
      pool.close();
      throw faults.of(problem);
    }
  }

  private static HikariDataSource connected(HikariConfig settings, Faults faults) {
    try {
      return new HikariDataSource(settings);
    } catch (RuntimeException problem) {
      throw faults.of(problem);
    }
  }

  private static HikariConfig pool(Login login, String namespace, Duration patience) {
    var settings = new HikariConfig();
    settings.setPoolName("run-store");
    settings.setDataSourceClassName(DRIVER);
    properties(login, namespace).forEach(settings::addDataSourceProperty);
    settings.setMaximumPoolSize(CONNECTIONS);
    settings.setMinimumIdle(0);
    settings.setConnectionTimeout(Math.max(1_000, patience.toMillis()));
    settings.setInitializationFailTimeout(1);
    return settings;
  }

  /// Names of the driver's own properties; whoever writes an address chooses none of them.
  private static Map<String, Object> properties(Login login, String namespace) {
    Map<String, String> given = login.properties();
    var properties = new HashMap<String, Object>();
    properties.put("serverName", login.host());
    properties.put("portNumber", login.port());
    properties.put("databaseName", login.database());
    properties.put("user", login.user());
    login.password().ifPresent(password -> properties.put("password", password.reveal()));
    properties.put("currentSchema", namespace);
    properties.put("applicationName", given.getOrDefault("application_name", "promptflow4j"));
    properties.put("connectTimeout", seconds(given.get("connect_timeout")));
    properties.put("tcpKeepAlive", true);
    Optional.ofNullable(given.get("sslmode")).ifPresent(mode -> properties.put("sslMode", mode));
    Optional.ofNullable(given.get("sslrootcert"))
        .ifPresent(file -> properties.put("sslRootCert", file));
    return properties;
  }

  private static int seconds(@Nullable String given) {
    if (given == null) {
      return DEFAULT_CONNECT_SECONDS;
    }
    try {
      return Integer.parseInt(given);
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          "connect_timeout has to be a number of seconds, not '%s'".formatted(given), notANumber);
    }
  }
}
