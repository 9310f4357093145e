package io.promptflow4j.server.route.guard;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.access.KeptReplies;
import io.promptflow4j.core.run.access.KeptReplies.Claim;
import io.promptflow4j.core.run.access.KeptReplies.Reply;
import io.promptflow4j.core.run.access.KeptReplies.Slot;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.server.api.ErrorBody;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.route.Bodies;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Caller;
import io.promptflow4j.server.security.RoleCheck;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Lets callers send a request twice and be answered once: whoever says `Idempotency-Key` gets the
/// answer that was given to the same key and body before.
///
/// Only answers that were a success are kept. A key whose request failed may be sent again. What
/// comes in pieces is not kept, so a repeat of it is refused rather than paid twice.
public final class Repeats {

  /// The header.
  public static final String HEADER = "Idempotency-Key";

  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
  private static final Duration LEASE = Duration.ofMinutes(11);
  private static final Duration KEPT = Duration.ofHours(24);
  private static final long BETWEEN_SWEEPS = Duration.ofMinutes(10).toMillis();
  private static final String CLAIM = "promptflow4j.claimed-repeat";

  private final KeptReplies kept;
  private final Bodies bodies;
  private final InstantSource clock;
  private final AtomicLong swept;

  /// What is to be answered, and under which claim.
  private record Claimed(Slot slot, String token) {}

  public Repeats(KeptReplies kept, Bodies bodies, InstantSource clock) {
    this.kept = kept;
    this.bodies = bodies;
    this.clock = clock;
    this.swept = new AtomicLong(clock.millis());
  }

  public void addTo(RoutesConfig routes) {
    routes.beforeMatched(this::before);
    routes.after(this::after);
  }

  private void before(Context ctx) {
    @Nullable String key = ctx.header(HEADER);
    if (key == null || !ctx.method().equals(HandlerType.POST)) {
      return;
    }
    if (!KEY.matcher(key).matches()) {
      throw new FaultException(
          Fault.badRequest(
              "bad-idempotency-key",
              HEADER + " takes 1 to 255 printable ASCII characters without spaces."));
    }
    sweep();
    String caller = RoleCheck.caller(ctx).map(Caller::name).orElse("");
    var slot = new Slot(caller, ctx.path(), key);
    switch (claim(slot, Digest.of(bodies.read(ctx)))) {
      case Claim.Yours(String token) -> ctx.attribute(CLAIM, new Claimed(slot, token));
      case Claim.Answered(Reply reply) -> repeat(ctx, reply);
      case Claim.Busy _ ->
          throw new FaultException(
              Fault.of(409, "in-progress", "A request with this key is being answered.")
                  .retryAfter(1));
      case Claim.Other _ ->
          throw new FaultException(
              Fault.of(422, "other-body", "This key came with another body before."));
    }
  }

  private Claim claim(Slot slot, Digest body) {
    try {
      return kept.claim(slot, body, clock.instant(), LEASE);
    } catch (RunStoreException broken) {
      throw new FaultException(
          Fault.of(503, "store-out-of-reach", "Repeats can't be looked up now.").retryAfter(5));
    }
  }

  private void sweep() {
    long now = clock.millis();
    long before = swept.get();
    if (now - before > BETWEEN_SWEEPS && swept.compareAndSet(before, now)) {
      int _ = kept.sweep(Instant.ofEpochMilli(now));
    }
  }

  private static void repeat(Context ctx, Reply reply) {
    ctx.status(reply.status())
        .header("Idempotent-Replayed", "true")
        .header("Cache-Control", "no-store")
        .contentType(reply.contentType())
        .result(reply.body().getBytes(StandardCharsets.UTF_8));
    ctx.skipRemainingHandlers();
  }

  private void after(Context ctx) {
    if (!(ctx.attribute(CLAIM) instanceof Claimed claimed)) {
      return;
    }
    if (ctx.res().isCommitted()) {
      keep(claimed, streamed(ctx));
      return;
    }
    @Nullable String body = ctx.statusCode() == 200 ? ctx.result() : null;
    if (body == null) {
      kept.giveUp(claimed.slot(), claimed.token());
    } else {
      ctx.result(body.getBytes(StandardCharsets.UTF_8)); // reading it has used it up
      keep(claimed, new Reply(200, String.valueOf(ctx.res().getContentType()), body));
    }
  }

  private void keep(Claimed claimed, Reply reply) {
    kept.keep(claimed.slot(), claimed.token(), reply, clock.instant().plus(KEPT));
  }

  private static Reply streamed(Context ctx) {
    Fault fault =
        Fault.of(409, "streamed", "This key was answered by a stream, which is not kept.");
    ErrorBody body = ErrorBody.of(ctx.path(), fault, Replies.id(ctx));
    return new Reply(fault.status(), body.contentType(), body.json());
  }
}
