package io.promptflow4j.core.run.store;

import io.promptflow4j.core.model.connection.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/// Where runs are kept. Its text has no password in it.
public sealed interface StoreAddress {

  /// The variable that names a server.
  String VARIABLE = "PF_STORE";

  /// One SQLite file.
  record Sqlite(Path file) implements StoreAddress {
    @Override
    public String toString() {
      return file.toString();
    }
  }

  /// A database on a PostgreSQL server.
  ///
  /// @param properties of those in [#PROPERTIES], the ones that were given
  record PostgreSql(
      String host,
      int port,
      String database,
      String user,
      Optional<Secret> password,
      SequencedMap<String, String> properties)
      implements StoreAddress {

    /// What may follow the `?`. The driver knows many more, among them some that load classes.
    public static final Set<String> PROPERTIES =
        Set.of("sslmode", "sslrootcert", "application_name", "connect_timeout", "schema");

    /// The address as [StoreAddress#VARIABLE] takes it, without the password.
    public String reference() {
      String given =
          properties.entrySet().stream()
              .map(property -> encoded(property.getKey()) + "=" + encoded(property.getValue()))
              .collect(Collectors.joining("&"));
      return "postgresql://%s@%s:%d/%s%s"
          .formatted(
              encoded(user), host, port, encoded(database), given.isEmpty() ? "" : "?" + given);
    }

    private static String encoded(String part) {
      return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
      return "postgresql://%s@%s:%d/%s".formatted(user, host, port, database);
    }
  }

  /// The address that [#VARIABLE] in `environment` names, else the file of the workspace.
  ///
  /// @throws IllegalArgumentException if the variable is no address; the message says what is wrong
  static StoreAddress of(Workspace workspace, Map<String, String> environment) {
    String address = environment.getOrDefault(VARIABLE, "");
    return address.isBlank()
        ? new Sqlite(workspace.database())
        : PostgresUrl.read(address.strip(), environment);
  }
}
