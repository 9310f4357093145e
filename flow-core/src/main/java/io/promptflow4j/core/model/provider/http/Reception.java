package io.promptflow4j.core.model.provider.http;

import io.promptflow4j.core.model.provider.http.BrokenExchange.Kind;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One exchange whose reply is wanted as a whole: how far it has come, and how long the calling
/// thread waits for the rest. Made by that thread, which is woken as soon as the last byte is
/// there.
final class Reception implements HttpResponse.BodyHandler<WholeBody> {

  /// Of a refusal the status says enough; its body may be short and has to come soon.
  private static final Duration SILENCE_OF_REFUSALS = Duration.ofSeconds(5);

  private static final long MAX_OF_REFUSALS = 256 * 1024;

  private final HttpLimits limits;
  private final long deadline;
  private final Sending sending;
  private final Thread caller = Thread.currentThread();
  private volatile HttpResponse.@Nullable ResponseInfo head;
  private volatile @Nullable WholeBody body;
  private volatile @Nullable Throwable failure;

  Reception(HttpLimits limits, long deadline, Sending sending) {
    this.limits = limits;
    this.deadline = deadline;
    this.sending = sending;
  }

  /// A request's body that knows when the client began to send it: from then on there is a
  /// connection, its TLS handshake included.
  static final class Sending implements BodyPublisher {

    private final BodyPublisher body;
    private final Runnable connected;
    private final long begun = System.nanoTime();
    private volatile boolean underWay;
    private volatile long since;

    /// @param connected is run when there is a connection
    Sending(BodyPublisher body, Runnable connected) {
      this.body = body;
      this.connected = connected;
    }

    @Override
    public long contentLength() {
      return body.contentLength();
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> connection) {
      since = System.nanoTime();
      underWay = true;
      connected.run();
      body.subscribe(connection);
    }

    /// There is nothing to send, so that from now on it is the service's turn.
    void begin() {
      since = System.nanoTime();
      underWay = true;
    }

    boolean isUnderWay() {
      return underWay;
    }

    /// How long to wait for the reply's head, in nanoseconds: first for a connection, then for the
    /// service.
    long patience(HttpLimits limits, long deadline) {
      long now = System.nanoTime();
      long left =
          underWay
              ? limits.firstByte().toNanos() - (now - since)
              : limits.connect().toNanos() - (now - begun);
      return Math.min(deadline - now, left);
    }

    /// What to say of a reply whose head did not come.
    BrokenExchange late(HttpLimits limits, long deadline) {
      return Breaks.lateHead(deadline - System.nanoTime() <= 0, underWay, limits);
    }
  }

  @Override
  public HttpResponse.BodySubscriber<WholeBody> apply(HttpResponse.ResponseInfo info) {
    var coming =
        new WholeBody(
            isRefusal(info) ? MAX_OF_REFUSALS : limits.maxBytes(), expected(info), this::wake);
    body = coming;
    head = info;
    return BodySubscribers.fromSubscriber(coming, whole -> whole);
  }

  /// Status and headers of a reply that is there.
  HttpResponse.ResponseInfo head() {
    HttpResponse.ResponseInfo seen = head;
    if (seen == null) {
      throw new IllegalStateException("the reply has not begun");
    }
    return seen;
  }

  private void wake() {
    LockSupport.unpark(caller);
  }

  private static long expected(HttpResponse.ResponseInfo info) {
    return info.headers()
        .firstValue("content-length")
        .filter(length -> length.length() < 10 && length.chars().allMatch(Character::isDigit))
        .map(Long::parseLong)
        .orElse(0L);
  }

  private static boolean isRefusal(HttpResponse.ResponseInfo info) {
    return info.statusCode() / 100 != 2;
  }

  /// Waits for the whole reply.
  ///
  /// @throws RefusedExchange if its status is not 2xx
  byte[] await(CompletableFuture<HttpResponse<WholeBody>> reply) {
    var _ =
        reply.whenComplete((_, problem) -> {
          if (problem != null) {
            failure = problem;
            wake();
          }
        });
    byte[] whole;
    try {
      whole = whole(reply);
    } catch (BrokenExchange broken) {
      giveUp(reply); // else the client keeps a call whose body was refused
      HttpResponse.ResponseInfo seen = head;
      if (seen != null && isRefusal(seen) && broken.kind() != Kind.INTERRUPTED) {
        throw new RefusedExchange(seen.statusCode(), "", seen.headers());
      }
      throw broken;
    }
    HttpResponse.ResponseInfo seen = head;
    if (seen != null && isRefusal(seen)) {
      String said = new String(whole, StandardCharsets.UTF_8);
      throw new RefusedExchange(seen.statusCode(), said, seen.headers());
    }
    return whole;
  }

  private byte[] whole(CompletableFuture<?> reply) {
    while (true) {
      WholeBody coming = body;
      byte[] whole = coming == null ? null : coming.whole();
      if (whole != null) {
        return whole;
      }
      Throwable problem = failure;
      if (problem != null) {
        throw Breaks.of(cause(problem), head != null);
      }
      if (Thread.interrupted()) {
        giveUp(reply);
        throw new BrokenExchange(Kind.INTERRUPTED, "was given up");
      }
      long patience = patience();
      if (patience <= 0) {
        giveUp(reply);
        throw late();
      }
      LockSupport.parkNanos(this, Math.min(patience, limits.look()));
    }
  }

  private static Throwable cause(Throwable problem) {
    return problem instanceof CompletionException && problem.getCause() != null
        ? problem.getCause()
        : problem;
  }

  /// How long to wait if nothing comes until then, in nanoseconds.
  private long patience() {
    HttpResponse.ResponseInfo seen = head;
    WholeBody coming = body;
    if (seen == null || coming == null) {
      return sending.patience(limits, deadline);
    }
    Duration silence = isRefusal(seen) ? SILENCE_OF_REFUSALS : limits.silence();
    long now = System.nanoTime();
    return Math.min(deadline - now, silence.toNanos() - (now - coming.lastSign()));
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
    return head == null ? sending.late(limits, deadline) : Breaks.lateBody(over, limits);
  }
}
