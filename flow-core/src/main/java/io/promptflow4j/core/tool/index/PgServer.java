package io.promptflow4j.core.tool.index;

import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/// A PostgreSQL database with the extension `vector`, behind a custom connection with the field
/// `url` (`postgresql://host:port/database`), perhaps `user`, and the secret `password`. Each
/// question opens it anew.
record PgServer(Connection connection) {

  private static final String SCHEME = "postgresql://";
  private static final String SECONDS_TO_CONNECT = "10";
  private static final String SECONDS_TO_ANSWER = "60";

  PgServer {
    if (!isOne(connection)) {
      throw new IndexException(
          "connection '%s' reaches no PostgreSQL; it is of type custom, with 'url: postgresql://host:port/database'"
              .formatted(connection.name()));
    }
  }

  /// Whether a connection is one to PostgreSQL.
  static boolean isOne(Connection connection) {
    return connection.type() == ConnectionType.CUSTOM
        && connection.setting("url").filter(url -> url.startsWith(SCHEME)).isPresent();
  }

  /// Something done in a database.
  @FunctionalInterface
  interface Work<T> {
    T in(java.sql.Connection database) throws SQLException;
  }

  /// @throws IndexException if the database can't be reached, lacks the extension or refuses
  <T> T with(Work<T> work) {
    try (java.sql.Connection database = opened()) {
      mustHaveExtension(database);
      return work.in(database);
    } catch (SQLException refused) {
      throw new IndexException(
          "the database of connection '%s' can't be asked: %s"
              .formatted(connection.name(), said(refused)),
          refused);
    }
  }

  private String said(SQLException refused) {
    String message = String.valueOf(refused.getMessage()).replaceAll("\\s+", " ").strip();
    return password().map(secret -> message.replace(secret, "***")).orElse(message);
  }

  private java.sql.Connection opened() throws SQLException {
    URI address = URI.create(connection.setting("url").orElseThrow());
    var properties = new Properties();
    user(address).ifPresent(user -> properties.setProperty("user", user));
    password().ifPresent(secret -> properties.setProperty("password", secret));
    connection.setting("sslmode").ifPresent(mode -> properties.setProperty("sslmode", mode));
    properties.setProperty("connectTimeout", SECONDS_TO_CONNECT);
    properties.setProperty("socketTimeout", SECONDS_TO_ANSWER);
    properties.setProperty("ApplicationName", "promptflow4j");
    int port = address.getPort() < 0 ? 5432 : address.getPort();
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d%s".formatted(address.getHost(), port, address.getRawPath()),
        properties);
  }

  private Optional<String> user(URI address) {
    return connection
        .setting("user")
        .or(() -> Optional.ofNullable(address.getUserInfo()).map(info -> info.split(":", 2)[0]));
  }

  private Optional<String> password() {
    return connection.secret("password").map(Secret::reveal).filter(secret -> !secret.isEmpty());
  }

  private void mustHaveExtension(java.sql.Connection database) throws SQLException {
    try (PreparedStatement asking =
            database.prepareStatement("SELECT 1 FROM pg_extension WHERE extname = 'vector'");
        ResultSet found = asking.executeQuery()) {
      if (!found.next()) {
        throw new IndexException(
            "the database of connection '%s' lacks the extension 'vector' (pgvector); install it on the server and run 'CREATE EXTENSION vector' in the database"
                .formatted(connection.name()));
      }
    }
  }
}
