package io.promptflow4j.core.model.provider.http;

import io.promptflow4j.core.model.provider.http.BrokenExchange.Kind;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/// A reply's body that is wanted as a whole: put together by the HTTP client's thread, so that the
/// calling thread is woken once. The calling thread looks after the time, by [#lastSign].
final class WholeBody implements HttpResponse.BodySubscriber<byte[]> {

  private final long maxBytes;
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
  private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
  private volatile long lastSign = System.nanoTime();

  WholeBody(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /// When the service was last heard of, as of [System#nanoTime].
  long lastSign() {
    return lastSign;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return whole;
  }

  @Override
  public void onSubscribe(Subscription given) {
    subscription.complete(given);
    given.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    lastSign = System.nanoTime();
    for (ByteBuffer buffer : buffers) {
      if (bytes.size() + buffer.remaining() > maxBytes) {
        abort();
        whole.completeExceptionally(
            new BrokenExchange(Kind.TOO_LARGE, "sent more than %d MiB".formatted(maxBytes >> 20)));
        return;
      }
      byte[] piece = new byte[buffer.remaining()];
      buffer.get(piece);
      bytes.writeBytes(piece);
    }
  }

  @Override
  public void onError(Throwable problem) {
    whole.completeExceptionally(
        new BrokenExchange(Kind.LOST, "closed the connection in the middle of its reply", problem));
  }

  @Override
  public void onComplete() {
    whole.complete(bytes.toByteArray());
  }

  /// Stops the transfer and lets the connection go.
  void abort() {
    CompletableFuture<Void> _ = subscription.thenAccept(Subscription::cancel);
  }
}
