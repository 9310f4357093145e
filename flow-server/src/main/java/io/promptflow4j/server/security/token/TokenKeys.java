package io.promptflow4j.server.security.token;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// The public keys of an issuer. They are read again every ten minutes, and once more within half a
/// minute at most when a token names a key that is not among them. Thread-safe.
///
/// What was read goes on counting for a day if the issuer can't be reached.
final class TokenKeys implements JWKSource<SecurityContext> {

  private static final long FRESH = Duration.ofMinutes(10).toMillis();
  private static final long STALE = Duration.ofDays(1).toMillis();
  private static final long BETWEEN_READINGS = Duration.ofSeconds(30).toMillis();

  /// Reads the set of keys.
  @FunctionalInterface
  interface Source {
    String read() throws IOException;
  }

  private final Source source;
  private final InstantSource clock;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile Read read;
  private long tried; // under the lock

  private record Read(JWKSet keys, long when) {}

  /// @throws IOException if they can't be read at first
  TokenKeys(Source source, InstantSource clock) throws IOException {
    this.source = source;
    this.clock = clock;
    this.read = readNow();
  }

  private Read readNow() throws IOException {
    try {
      JWKSet all = JWKSet.parse(source.read());
      List<JWK> asymmetric =
          all.getKeys().stream()
              .filter(key -> !key.getKeyType().getValue().equals("oct"))
              .map(JWK::toPublicJWK)
              .toList();
      if (asymmetric.isEmpty()) {
        throw new IOException("there is no public key in it");
      }
      return new Read(new JWKSet(asymmetric), clock.millis());
    } catch (ParseException noKeys) {
      throw new IOException("it is no set of keys (JWKS)", noKeys);
    }
  }

  @Override
  public List<JWK> get(JWKSelector selector, SecurityContext context) throws KeySourceException {
    Read known = read;
    if (clock.millis() - known.when() > FRESH) {
      known = again(known);
    }
    List<JWK> found = selector.select(known.keys());
    if (found.isEmpty() && names(selector.getMatcher())) {
      found = selector.select(again(known).keys());
    }
    if (clock.millis() - read.when() > STALE) {
      throw new KeySourceException("the issuer's keys could not be read for a day");
    }
    return found;
  }

  private static boolean names(JWKMatcher matcher) {
    return matcher.getKeyIDs() != null;
  }

  private Read again(Read known) {
    reading.lock();
    try {
      if (read.when() != known.when() || clock.millis() - tried < BETWEEN_READINGS) {
        return read;
      }
      tried = clock.millis();
      read = readNow();
      return read;
    } catch (IOException outOfReach) {
      return known;
    } finally {
      reading.unlock();
    }
  }
}
