package io.promptflow4j.core.model.provider.http;

import io.promptflow4j.core.model.provider.http.BrokenExchange.Kind;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A reply that is wanted as a whole: what has come of it, and how long the calling thread waits
/// for the rest.
final class Reception implements HttpResponse.BodyHandler<byte[]> {

  /// Of a refusal the status says enough; its body may be short and has to come soon.
  private static final Duration SILENCE_OF_REFUSALS = Duration.ofSeconds(5);

  private static final long MAX_OF_REFUSALS = 256 * 1024;

  private final HttpLimits limits;
  private final long deadline;
  private final long sent = System.nanoTime();
  private volatile HttpResponse.@Nullable ResponseInfo head;
  private volatile @Nullable WholeBody body;

  Reception(HttpLimits limits, long deadline) {
    this.limits = limits;
    this.deadline = deadline;
  }

  @Override
  public HttpResponse.BodySubscriber<byte[]> apply(HttpResponse.ResponseInfo info) {
    var coming = new WholeBody(isRefusal(info) ? MAX_OF_REFUSALS : limits.maxBytes());
    body = coming;
    head = info;
    return coming;
  }

  private static boolean isRefusal(HttpResponse.ResponseInfo info) {
    return info.statusCode() / 100 != 2;
  }

  /// Waits for the whole reply.
  ///
  /// @throws RefusedExchange if its status is not 2xx
  HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> reply) {
    HttpResponse<byte[]> whole;
    try {
      whole = whole(reply);
    } catch (BrokenExchange broken) {
      HttpResponse.ResponseInfo seen = head;
      if (seen != null && isRefusal(seen) && broken.kind() != Kind.INTERRUPTED) {
        throw new RefusedExchange(seen.statusCode(), "", seen.headers());
      }
      throw broken;
    }
    if (whole.statusCode() / 100 != 2) {
      String said = new String(whole.body(), StandardCharsets.UTF_8);
      throw new RefusedExchange(whole.statusCode(), said, whole.headers());
    }
    return whole;
  }

  private HttpResponse<byte[]> whole(CompletableFuture<HttpResponse<byte[]>> reply) {
    while (true) {
      try {
        return reply.get(patience(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException _) {
        if (patience() <= 0) { // else something came meanwhile
          giveUp(reply);
          throw late();
        }
      } catch (InterruptedException _) {
        giveUp(reply);
        throw new BrokenExchange(Kind.INTERRUPTED, "was given up");
      } catch (ExecutionException broken) {
        throw Breaks.of(broken, head != null);
      }
    }
  }

  /// How long to wait if nothing comes until then, in nanoseconds.
  private long patience() {
    long now = System.nanoTime();
    return Math.min(deadline - now, limit() - (now - lastSign()));
  }

  private long lastSign() {
    WholeBody coming = body;
    return coming == null ? sent : coming.lastSign();
  }

  private long limit() {
    HttpResponse.ResponseInfo seen = head;
    if (seen == null) {
      return limits.firstByte().toNanos();
    }
    return (isRefusal(seen) ? SILENCE_OF_REFUSALS : limits.silence()).toNanos();
  }

  private void giveUp(CompletableFuture<?> reply) {
    reply.cancel(true);
    WholeBody coming = body;
    if (coming != null) {
      coming.abort();
    }
  }

  private BrokenExchange late() {
    boolean over = deadline - System.nanoTime() <= 0;
    return head == null ? Breaks.lateHead(over, limits) : Breaks.lateBody(over, limits);
  }
}
