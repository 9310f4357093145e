package io.promptflow4j.core.model.provider.post;

import io.promptflow4j.core.model.provider.http.BrokenExchange;
import io.promptflow4j.core.model.provider.http.Exchange;
import io.promptflow4j.core.model.provider.http.GuardedHttp;
import io.promptflow4j.core.model.provider.http.HttpLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// Reads a small JSON document from an address that an operator wrote, with limits in time and size
/// and without following where it may lead.
///
/// @param patience how long it may take
/// @param largest how many bytes it may have
public record GuardedFetch(URI address, Duration patience, long largest) {

  /// Reads it now.
  ///
  /// @throws IOException if there is no such document, or the address may not be called
  public String read() throws IOException {
    var limits = new HttpLimits(patience, patience, patience, largest);
    try (var http = GuardedHttp.of(address, limits)) {
      Exchange.Reply reply =
          http.exchange(System.nanoTime() + patience.toNanos())
              .fetch("GET", address, Map.of("Accept", "application/json"), new byte[0]);
      if (reply.status() != 200) {
        throw new IOException("it answered with status " + reply.status());
      }
      return new String(reply.body(), StandardCharsets.UTF_8);
    } catch (BrokenExchange broken) {
      throw new IOException(String.valueOf(broken.getMessage()), broken);
    }
  }
}
