package io.promptflow4j.core.model.provider.http;

import io.promptflow4j.core.model.provider.http.BrokenExchange.Kind;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A reply's body, read by the thread that made the call, with limits the JDK's own streams lack:
/// silence, deadline and size.
///
/// The HTTP client's thread fills the queue, one piece at a time and only when the last one was
/// taken; the calling thread empties it and owns everything else.
final class BodyStream extends InputStream implements HttpResponse.BodySubscriber<BodyStream> {

  private sealed interface Piece {
    record Bytes(List<ByteBuffer> buffers) implements Piece {}

    record Failure(Throwable problem) implements Piece {}

    enum End implements Piece {
      END
    }
  }

  private final HttpLimits limits;
  private final long deadline;
  private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
  private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
  private List<ByteBuffer> current = List.of();
  private int next;
  private long taken;
  private boolean ended;

  BodyStream(HttpLimits limits, long deadline) {
    this.limits = limits;
    this.deadline = deadline;
  }

  @Override
  public CompletionStage<BodyStream> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Subscription given) {
    subscription.complete(given);
    given.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    pieces.add(new Piece.Bytes(buffers));
  }

  @Override
  public void onError(Throwable problem) {
    pieces.add(new Piece.Failure(problem));
  }

  @Override
  public void onComplete() {
    pieces.add(Piece.End.END);
  }

  /// Reads everything that is still to come.
  byte[] readWhole() {
    var all = new ByteArrayOutputStream(4096);
    for (ByteBuffer buffer = filled(); buffer != null; buffer = filled()) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      all.writeBytes(bytes);
    }
    return all.toByteArray();
  }

  @Override
  public int read() {
    ByteBuffer buffer = filled();
    return buffer == null ? -1 : buffer.get() & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    ByteBuffer buffer = filled();
    if (buffer == null) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(into, offset, count);
    return count;
  }

  /// The buffer to read from, or null at the end.
  private @Nullable ByteBuffer filled() {
    while (true) {
      while (next < current.size()) {
        ByteBuffer buffer = current.get(next);
        if (buffer.hasRemaining()) {
          return buffer;
        }
        next++;
      }
      if (ended) {
        return null;
      }
      take();
    }
  }

  private void take() {
    switch (await()) {
      case Piece.Bytes(var buffers) -> {
        for (ByteBuffer buffer : buffers) {
          taken += buffer.remaining();
        }
        if (taken > limits.maxBytes()) {
          throw new BrokenExchange(
              Kind.TOO_LARGE, "sent more than " + HttpLimits.shown(limits.maxBytes()));
        }
        current = buffers;
        next = 0;
        subscription.join().request(1);
      }
      case Piece.Failure(var problem) ->
          throw new BrokenExchange(
              Kind.LOST, "closed the connection in the middle of its reply", problem);
      case Piece.End.END -> ended = true;
    }
  }

  private Piece await() {
    long left = deadline - System.nanoTime();
    Duration silence = limits.silence();
    try {
      Piece piece = pieces.poll(Math.min(left, silence.toNanos()), TimeUnit.NANOSECONDS);
      if (piece != null) {
        return piece;
      }
      throw Breaks.lateBody(left < silence.toNanos(), limits);
    } catch (InterruptedException _) {
      throw new BrokenExchange(Kind.INTERRUPTED, "was given up");
    }
  }

  /// Stops the transfer and lets the connection go.
  void abort() {
    ended = true;
    Optional.ofNullable(subscription.getNow(null)).ifPresent(Subscription::cancel);
  }

  @Override
  public void close() {
    if (!ended) {
      abort();
    }
  }
}
