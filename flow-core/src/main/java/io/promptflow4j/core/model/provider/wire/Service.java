package io.promptflow4j.core.model.provider.wire;

import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionResolver;
import io.promptflow4j.core.model.connection.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// Where a connection's service is and how a call identifies itself there.
///
/// @param address the part before the path of each call, without a slash at its end
/// @param addressField the field of the connection that holds the address
/// @param headers what each call says besides its key
/// @param keyHeader the header that carries the key
/// @param keyPrefix what stands before the key there, such as `Bearer` and a blank
/// @param key empty if the service needs none
public record Service(
    Connection connection,
    URI address,
    String addressField,
    Map<String, String> headers,
    String keyHeader,
    String keyPrefix,
    Optional<Secret> key) {

  private static final String ADDRESS =
      "an address like https://host/path (without user, query or fragment)";

  public Service {
    headers = Map.copyOf(headers);
  }

  /// A connection whose address is in `base_url`, with a default of its type, and whose key goes
  /// into `keyHeader`.
  ///
  /// @throws ModelException with code `missing-key` if the address is none, or if there is no key
  ///   and the connection's type needs one
  public static Service of(
      Connection connection, Map<String, String> headers, String keyHeader, String keyPrefix) {
    return new Service(
        connection,
        address(connection, "base_url", required(connection, "base_url")),
        "base_url",
        headers,
        keyHeader,
        keyPrefix,
        connection.needsKey() ? Optional.of(key(connection)) : connection.secret("api_key"));
  }

  /// The key of a connection that needs one.
  public static Secret key(Connection connection) {
    return connection
        .secret("api_key")
        .orElseThrow(() ->
            missing(
                connection,
                "has no api_key; give it with 'pf connection update --name \"%s\" --set api_key=…'"
                        .formatted(connection.name())
                    + " or in the environment variable "
                    + ConnectionResolver.variableName(connection.name(), "api_key")));
  }

  /// A plain field without which the service can't be reached.
  public static String required(Connection connection, String field) {
    return connection
        .setting(field)
        .orElseThrow(() ->
            missing(
                connection,
                "has no %s; give it with 'pf connection update --name \"%s\" --set %s=…'"
                    .formatted(field, connection.name(), field)));
  }

  /// The text of an address field as an address without a slash at its end.
  public static URI address(Connection connection, String field, String text) {
    return Connection.address(text)
        .orElseThrow(
            () -> missing(connection, "has a %s that is not %s".formatted(field, ADDRESS)));
  }

  /// The failure of a connection that lacks something.
  public static ModelException missing(Connection connection, String what) {
    return new ModelException(
        "missing-key",
        "connection '%s' (%s) %s".formatted(connection.name(), connection.type().yamlName(), what),
        false);
  }
}
