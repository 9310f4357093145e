package io.promptflow4j.core.model.provider.http;

import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.provider.CallPolicy;
import io.promptflow4j.core.model.provider.http.AddressGuard.Reach;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// The guarded HTTP client of one connection. Thread-safe; each call gets an [Exchange] of its own.
public final class GuardedHttp implements AutoCloseable {

  private final ClientPool pool;
  private final HttpLimits limits;
  private final Destination destination;

  private GuardedHttp(ClientPool pool, HttpLimits limits, Destination destination) {
    this.pool = pool;
    this.limits = limits;
    this.destination = destination;
  }

  /// For the service of `connection` at `address`, and no other.
  ///
  /// The connection's settings `allow_private_address` and `ca_file` count.
  ///
  /// @throws ModelException with code `bad-connection` if one of them can't be used
  public static GuardedHttp of(Connection connection, URI address, HttpLimits limits) {
    return new GuardedHttp(
        new ClientPool(
            "https".equals(address.getScheme()),
            limits.connect(),
            connection.setting("ca_file").map(file -> trust(connection, file))),
        limits,
        new Destination(Optional.of(address), reach(connection)));
  }

  /// For the service at an `address` that an operator wrote, and no other.
  public static GuardedHttp of(URI address, HttpLimits limits) {
    return new GuardedHttp(
        new ClientPool("https".equals(address.getScheme()), limits.connect(), Optional.empty()),
        limits,
        new Destination(Optional.of(address), Reach.AS_NAMED));
  }

  private static Reach reach(Connection connection) {
    String said = connection.setting("allow_private_address").orElse("false");
    return switch (said.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> Reach.ANYWHERE;
      case "never" -> Reach.PUBLIC_ONLY;
      default -> Reach.AS_NAMED;
    };
  }

  /// As above, with the limits of `policy`.
  public static GuardedHttp of(Connection connection, URI address, CallPolicy policy) {
    return of(connection, address, HttpLimits.of(policy));
  }

  private static SSLContext trust(Connection connection, String file) {
    try {
      return Trust.with(Path.of(file));
    } catch (IllegalArgumentException unusable) {
      throw new ModelException(
          "bad-connection",
          "connection '%s': ca_file: %s".formatted(connection.name(), unusable.getMessage()),
          false,
          unusable);
    }
  }

  /// Prepares one exchange that has to be over at `deadline` (as of [System#nanoTime]).
  public Exchange exchange(long deadline) {
    return new Exchange(pool, limits, destination, deadline);
  }

  /// Ends every exchange that is under way.
  @Override
  public void close() {
    destination.close();
    pool.close();
  }
}
