package io.promptflow4j.server.route.guard;

import io.promptflow4j.core.run.access.KeptReplies;
import io.promptflow4j.core.source.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Answers that are kept as long as the server runs, and no more than some thousand of them.
/// Thread-safe.
public final class RecentReplies implements KeptReplies {

  private static final int MOST = 2_000;

  private record Kept(Digest body, String token, Instant ends, Optional<Reply> reply) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<Slot, Kept> slots = new LinkedHashMap<>();

  /// Keeps none yet.
  public RecentReplies() {}

  @Override
  public Claim claim(Slot slot, Digest body, Instant now, Duration lease) {
    lock.lock();
    try {
      @Nullable Kept kept = slots.get(slot);
      if (kept == null || !kept.ends().isAfter(now)) {
        String token = UUID.randomUUID().toString();
        slots.put(slot, new Kept(body, token, now.plus(lease), Optional.empty()));
        if (slots.size() > MOST) {
          slots.pollFirstEntry();
        }
        return new Claim.Yours(token);
      }
      if (!kept.body().equals(body)) {
        return Claim.Other.OTHER;
      }
      return kept.reply().<Claim>map(Claim.Answered::new).orElse(Claim.Busy.BUSY);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void keep(Slot slot, String token, Reply reply, Instant end) {
    lock.lock();
    try {
      var _ =
          slots.computeIfPresent(
              slot,
              (_, kept) ->
                  kept.token().equals(token)
                      ? new Kept(kept.body(), token, end, Optional.of(reply))
                      : kept);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void giveUp(Slot slot, String token) {
    lock.lock();
    try {
      slots.computeIfPresent(slot, (_, kept) -> kept.token().equals(token) ? null : kept);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int sweep(Instant now) {
    lock.lock();
    try {
      int before = slots.size();
      slots.values().removeIf(kept -> !kept.ends().isAfter(now));
      return before - slots.size();
    } finally {
      lock.unlock();
    }
  }
}
