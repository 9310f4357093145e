package io.promptflow4j.server.security.token;

import io.promptflow4j.core.model.provider.http.BrokenExchange;
import io.promptflow4j.core.model.provider.http.Exchange;
import io.promptflow4j.core.model.provider.http.GuardedHttp;
import io.promptflow4j.core.model.provider.http.HttpLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// Reads the keys of an issuer from the address that the operator wrote, with limits in time and
/// size and without following where it may lead.
final class KeyDownload implements TokenKeys.Source {

  private static final long LARGEST = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final URI address;
  private final HttpLimits limits =
      new HttpLimits(PATIENCE, PATIENCE, PATIENCE, LARGEST);

  KeyDownload(URI address) {
    this.address = address;
  }

  @Override
  public String read() throws IOException {
    try (var http = new GuardedHttp("https".equals(address.getScheme()), limits)) {
      Exchange.Reply reply =
          http.exchange(System.nanoTime() + PATIENCE.toNanos())
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
