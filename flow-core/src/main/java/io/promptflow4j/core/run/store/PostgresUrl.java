package io.promptflow4j.core.run.store;

import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.run.store.StoreAddress.PostgreSql;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads `postgresql://user:password@host:port/database?property=value`, taking what is missing
/// from libpq's variables. No message repeats the address, because it may have a password in it.
final class PostgresUrl {

  private static final Set<String> SCHEMES = Set.of("postgresql", "postgres");
  private static final int DEFAULT_PORT = 5432;
  private static final String FORM =
      StoreAddress.VARIABLE + " has to be like postgresql://user@host:5432/database";

  private PostgresUrl() {}

  static PostgreSql read(String address, Map<String, String> environment) {
    URI uri = parse(address);
    String[] login =
        uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
    String user =
        login.length > 0 && !login[0].isEmpty() ? decoded(login[0]) : said(environment, "PGUSER");
    Optional<String> password =
        login.length > 1
            ? Optional.of(decoded(login[1]))
            : Optional.ofNullable(environment.get("PGPASSWORD"));
    String database = uri.getRawPath() == null ? "" : uri.getRawPath().replaceFirst("^/", "");
    if (database.isEmpty() || database.contains("/")) {
      throw new IllegalArgumentException(FORM + "; it names no database");
    }
    return new PostgreSql(
        uri.getHost(),
        uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
        decoded(database),
        user,
        password.filter(given -> !given.isEmpty()).map(Secret::new),
        properties(uri.getRawQuery()));
  }

  private static URI parse(String address) {
    URI uri;
    try {
      uri = new URI(address);
    } catch (URISyntaxException _) { // its message repeats the address
      throw new IllegalArgumentException(
          FORM + "; characters other than letters and digits in a password are written as %XX");
    }
    if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme())) {
      throw new IllegalArgumentException(
          FORM + "; other databases and addresses of drivers (jdbc:) are not taken");
    }
    if (uri.getHost() == null) {
      throw new IllegalArgumentException(FORM + "; it names no host");
    }
    return uri;
  }

  private static String said(Map<String, String> environment, String variable) {
    String value = environment.getOrDefault(variable, "");
    if (value.isBlank()) {
      throw new IllegalArgumentException(
          FORM + "; it names no user, and " + variable + " is not set");
    }
    return value;
  }

  private static SequencedMap<String, String> properties(@Nullable String query) {
    var properties = new LinkedHashMap<String, String>();
    if (query == null || query.isEmpty()) {
      return properties;
    }
    for (String pair : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      String name = decoded(parts[0]);
      if (!PostgreSql.PROPERTIES.contains(name)) {
        throw new IllegalArgumentException(
            "%s: '%s' is not among the properties that may be set: %s"
                .formatted(
                    StoreAddress.VARIABLE,
                    name,
                    String.join(", ", new TreeSet<>(PostgreSql.PROPERTIES))));
      }
      properties.put(name, parts.length > 1 ? decoded(parts[1]) : "");
    }
    return properties;
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
