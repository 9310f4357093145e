package io.promptflow4j.server.security.key;

import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.access.AccessKey;
import io.promptflow4j.core.run.access.AccessKeys;
import io.promptflow4j.core.run.access.KeyText;
import io.promptflow4j.core.run.access.Quota;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.server.security.Caller;
import io.promptflow4j.server.security.Callers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The keys of a store, read anew every second, so that no request waits for the store and none of
/// a revoked key is let in for long. Thread-safe.
///
/// If the store can't be read for half a minute, nobody is let in by it any more.
public final class KeyRing implements Callers, AutoCloseable {

  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final Duration STALE = Duration.ofSeconds(30);
  private static final int ROUNDS_PER_NOTE = 15;
  private static final Digest NO_KEY = Digest.of("no key");

  private final AccessKeys store;
  private final InstantSource clock;
  private final Map<String, Instant> used = new ConcurrentHashMap<>();
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("serve-keys").factory());
  private volatile Read read;
  private int roundsSinceNote; // of the thread of the rounds

  /// The keys at some time.
  private record Read(Map<String, AccessKey> keys, Instant when) {}

  /// Reads the keys, and goes on reading them until it is closed.
  ///
  /// @throws RunStoreException if they can't be read at first
  public KeyRing(AccessKeys store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    this.read = keys();
    var _ =
        rounds.scheduleWithFixedDelay(
            this::round, ROUND.toMillis(), ROUND.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Read keys() {
    Instant now = clock.instant();
    return new Read(
        store.list().stream().collect(Collectors.toUnmodifiableMap(AccessKey::id, key -> key)),
        now);
  }

  private void round() {
    try {
      read = keys();
      roundsSinceNote++;
      if (roundsSinceNote >= ROUNDS_PER_NOTE) {
        roundsSinceNote = 0;
        note();
      }
    } catch (RuntimeException _) {
      // what was read goes on until it is stale
    }
  }

  private void note() {
    var noted = new HashMap<>(used);
    store.used(noted);
    noted.forEach(used::remove);
  }

  @Override
  public Answer of(String bearer) {
    Optional<KeyText> said = KeyText.read(bearer);
    if (said.isEmpty()) {
      return new Answer.Refused("unknown", "no key of this store");
    }
    Read now = read;
    @Nullable AccessKey key = now.keys().get(said.get().id());
    boolean isRight = isSame(said.get().digest(), key == null ? NO_KEY : key.digest());
    if (now.when().plus(STALE).isBefore(clock.instant())) {
      return Answer.Unsure.UNSURE;
    }
    String who = "key " + said.get().id();
    if (key == null || !isRight) {
      return new Answer.Refused(who, "no such key");
    }
    return switch (key.state(clock.instant())) {
      case ACTIVE -> {
        used.put(key.id(), clock.instant());
        yield new Answer.Known(caller(who, key));
      }
      case EXPIRED -> new Answer.Refused(who, "the key has expired");
      case REVOKED -> new Answer.Refused(who, "the key was revoked");
    };
  }

  private static boolean isSame(Digest said, Digest kept) {
    return MessageDigest.isEqual(
        said.hex().getBytes(StandardCharsets.US_ASCII),
        kept.hex().getBytes(StandardCharsets.US_ASCII));
  }

  private static Caller caller(String who, AccessKey key) {
    Quota quota = key.grant().quota();
    return new Caller(
        who,
        key.grant().role(),
        key.grant().endpoints(),
        quota,
        quota.perDay().map(_ -> Quota.page(key.id())));
  }

  /// Notes when keys were last used and reads no more.
  @Override
  public void close() {
    rounds.shutdownNow();
    try {
      store.used(used);
    } catch (RunStoreException _) {
      // when a key was last used is worth no failure
    }
  }
}
