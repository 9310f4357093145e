package io.promptflow4j.core.model.provider.post;

import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.provider.http.BrokenExchange;
import io.promptflow4j.core.model.provider.http.GuardedHttp;
import io.promptflow4j.core.model.provider.http.HttpLimits;
import io.promptflow4j.core.model.provider.http.RefusedExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Posts JSON to the service of one connection, at one address. Thread-safe.
///
/// The connection's settings `allow_private_address` and `ca_file` count, and no redirect is
/// followed.
public final class GuardedPost implements AutoCloseable {

  private final URI address;
  private final GuardedHttp http;

  /// @throws io.promptflow4j.core.model.ModelException with code `bad-connection` if a setting of
  ///   the connection can't be used
  public GuardedPost(Connection connection, URI address) {
    this.address = address;
    this.http = GuardedHttp.of(connection, address, HttpLimits.DEFAULT);
  }

  /// What came back.
  ///
  /// @param retryAfter the header of that name
  public record Reply(int status, String body, Optional<String> retryAfter) {}

  /// Posts `body` once.
  ///
  /// @param limit how long it may take
  /// @throws IOException if there is no reply, or the address may not be called
  public Reply post(Map<String, String> headers, String body, Duration limit)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      byte[] reply =
          http.exchange(deadline).post(address, headers, body.getBytes(StandardCharsets.UTF_8));
      return new Reply(200, new String(reply, StandardCharsets.UTF_8), Optional.empty());
    } catch (RefusedExchange refused) {
      return new Reply(refused.statusCode(), refused.body(), refused.header("Retry-After"));
    } catch (BrokenExchange broken) {
      if (broken.kind() == BrokenExchange.Kind.INTERRUPTED) {
        throw new InterruptedException("the call was given up");
      }
      throw new IOException("the service " + broken.getMessage(), broken);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
