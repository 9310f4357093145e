package io.promptflow4j.server.studio.session;

import io.promptflow4j.core.source.Digest;
import io.promptflow4j.server.security.Caller;
import io.promptflow4j.server.security.Callers;
import io.promptflow4j.server.security.Gate;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Those who are signed in, and the codes with which somebody may sign in once. Thread-safe.
///
/// Only digests of codes and tokens are kept. Whoever signed in with a key is somebody as long as
/// the key is worth something.
public final class Sessions implements Callers {

  /// How long a code may wait for its use.
  public static final Duration CODE_LIFE = Duration.ofMinutes(15);

  private static final Duration IDLE = Duration.ofHours(24);
  private static final int MOST = 1_000;
  private static final String CODE = "pfl_";
  private static final int TOKEN_BYTES = 32;

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Code> codes = new ConcurrentHashMap<>();
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  private record Code(Caller caller, Instant end) {}

  private record Session(Supplier<Answer> who, Instant end) {
    Session until(Instant later) {
      return new Session(who, later);
    }
  }

  /// Nobody yet.
  public Sessions(InstantSource clock) {
    this.clock = clock;
  }

  /// A code with which that caller may sign in, once and soon.
  public String code(Caller caller) {
    String code = CODE + secret();
    codes.put(digest(code), new Code(caller, clock.instant().plus(CODE_LIFE)));
    return code;
  }

  /// Begins a session.
  ///
  /// @param who asked at each request
  /// @return the token for the cookie
  public String begin(Supplier<Answer> who) {
    forgetEnded();
    String token = Gate.SESSION_TOKEN + secret();
    sessions.put(digest(token), new Session(who, clock.instant().plus(IDLE)));
    return token;
  }

  /// Ends a session, if it is one.
  public void end(String token) {
    sessions.remove(digest(token));
  }

  /// Whether somebody signs in with a code rather than with a key.
  static boolean isCode(String bearer) {
    return bearer.startsWith(CODE);
  }

  @Override
  public Answer of(String bearer) {
    Instant now = clock.instant();
    if (isCode(bearer)) {
      Code code = codes.remove(digest(bearer));
      return code == null || code.end().isBefore(now)
          ? new Answer.Refused("studio", "a login link that does not count, or no more")
          : new Answer.Known(code.caller());
    }
    if (!bearer.startsWith(Gate.SESSION_TOKEN)) {
      return new Answer.Refused("unknown", "no session");
    }
    @Nullable Session session =
        sessions.computeIfPresent(
            digest(bearer),
            (_, known) -> known.end().isBefore(now) ? null : known.until(now.plus(IDLE)));
    return session == null
        ? new Answer.Refused("studio", "a session that has ended")
        : session.who().get();
  }

  private void forgetEnded() {
    Instant now = clock.instant();
    sessions.values().removeIf(session -> session.end().isBefore(now));
    codes.values().removeIf(code -> code.end().isBefore(now));
    while (sessions.size() >= MOST) {
      sessions.entrySet().stream()
          .min((one, other) -> one.getValue().end().compareTo(other.getValue().end()))
          .ifPresent(oldest -> sessions.remove(oldest.getKey()));
    }
  }

  private String secret() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String digest(String secret) {
    return Digest.of(secret).hex();
  }
}
