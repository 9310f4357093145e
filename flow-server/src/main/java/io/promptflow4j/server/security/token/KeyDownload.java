package io.promptflow4j.server.security.token;

import io.promptflow4j.core.model.provider.post.GuardedFetch;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/// The keys of an issuer, from the address that the operator wrote.
final class KeyDownload implements TokenKeys.Source {

  private static final long LARGEST = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final GuardedFetch keys;

  KeyDownload(URI address) {
    this.keys = new GuardedFetch(address, PATIENCE, LARGEST);
  }

  @Override
  public String read() throws IOException {
    return keys.read();
  }
}
