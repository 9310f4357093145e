package io.promptflow4j.server.security;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// The share that a call has of those of its caller. It is given back once, and before the last
/// bytes of the answer: a caller who waits for each answer always has room for the next call.
final class Share {

  private final Shares shares;
  private final String caller;
  private final AtomicBoolean given = new AtomicBoolean();

  /// One that was taken.
  Share(Shares shares, String caller) {
    this.shares = shares;
    this.caller = caller;
  }

  void giveBack() {
    if (!given.getAndSet(true)) {
      shares.leave(caller);
    }
  }

  /// A response whose last bytes give it back.
  Response endingWith(Request request, Response response) {
    return new Response.Wrapper(request, response) {
      @Override
      public void write(boolean last, ByteBuffer content, Callback callback) {
        if (last) {
          giveBack();
        }
        super.write(last, content, callback);
      }
    };
  }
}
