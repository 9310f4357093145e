package io.promptflow4j.core.model.provider.http;

import io.promptflow4j.core.model.provider.http.BrokenExchange.Kind;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/// A reply's body that is wanted as a whole: put together by the HTTP client's threads, one after
/// the other, so that the calling thread is woken once. The calling thread looks after the time, by
/// [#lastSign].
final class WholeBody implements Subscriber<List<ByteBuffer>> {

  private static final int USUAL = 1024;
  private static final int MOST_AT_ONCE = 1024 * 1024;
  private static final int HALF = Integer.MAX_VALUE / 2;

  private final long maxBytes;
  private final Runnable over;
  private byte[] bytes;
  private int length;
  private volatile @Nullable Subscription subscription;
  private volatile @Nullable BrokenExchange broken;
  private volatile boolean complete;
  private volatile long lastSign = System.nanoTime();

  /// @param expected how long the body is said to be
  /// @param over is run when the body is complete or broken
  WholeBody(long maxBytes, long expected, Runnable over) {
    this.maxBytes = maxBytes;
    this.over = over;
    this.bytes = new byte[(int) Math.min(maxBytes, Math.clamp(expected, USUAL, MOST_AT_ONCE))];
  }

  /// When the service was last heard of, as of [System#nanoTime].
  long lastSign() {
    return lastSign;
  }

  /// The whole body, or null as long as it is not there.
  ///
  /// @throws BrokenExchange if it never will be
  byte @Nullable [] whole() {
    BrokenExchange problem = broken;
    if (problem != null) {
      throw problem;
    }
    if (!complete) {
      return null;
    }
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  @Override
  public void onSubscribe(Subscription given) {
    subscription = given;
    given.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    lastSign = System.nanoTime();
    for (ByteBuffer buffer : buffers) {
      int more = buffer.remaining();
      if ((long) length + more > maxBytes) {
        abort();
        fail(new BrokenExchange(Kind.TOO_LARGE, "sent more than " + HttpLimits.shown(maxBytes)));
        return;
      }
      if (length + more > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(length + more, Math.min(bytes.length, HALF) * 2));
      }
      buffer.get(bytes, length, more);
      length += more;
    }
  }

  @Override
  public void onError(Throwable problem) {
    fail(
        new BrokenExchange(Kind.LOST, "closed the connection in the middle of its reply", problem));
  }

  private void fail(BrokenExchange problem) {
    if (broken == null) {
      broken = problem;
    }
    bytes = new byte[0]; // whoever still knows this body must not keep what came of it
    length = 0;
    over.run();
  }

  @Override
  public void onComplete() {
    complete = true;
    over.run();
  }

  /// Stops the transfer and lets the connection go.
  void abort() {
    Subscription given = subscription;
    if (given != null) {
      given.cancel();
    }
  }
}
