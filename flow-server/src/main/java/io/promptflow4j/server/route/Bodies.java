package io.promptflow4j.server.route;

import io.javalin.http.Context;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.security.Gate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.EndPoint;

/// Reads the bodies of requests: so large, so slow and no more.
///
/// @param largest how many bytes a body may have
/// @param patience how long nothing may come of a body; after that time, bytes have to come at some
///   rate
public record Bodies(long largest, Duration patience) {

  private static final long SLOWEST_BYTES_PER_SECOND = 240;
  private static final int PIECE = 8_192;
  private static final String READ = "promptflow4j.body";

  /// The whole body; the same if it is asked for again.
  ///
  /// @throws FaultException if it is too large, too slow or broken
  public byte[] read(Context ctx) {
    if (ctx.attribute(READ) instanceof byte[] before) {
      return before;
    }
    byte[] body = readPatiently(ctx);
    ctx.attribute(READ, body);
    return body;
  }

  private byte[] readPatiently(Context ctx) {
    if (ctx.attribute(Gate.END_POINT) instanceof EndPoint endPoint) {
      long before = endPoint.getIdleTimeout();
      endPoint.setIdleTimeout(patience.toMillis());
      try {
        return readAll(ctx);
      } finally {
        endPoint.setIdleTimeout(before);
      }
    }
    return readAll(ctx);
  }

  private byte[] readAll(Context ctx) {
    try {
      return read(ctx.req().getInputStream());
    } catch (IOException broken) {
      ctx.header("Connection", "close");
      throw new FaultException(
          isTimeout(broken)
              ? late()
              : Fault.badRequest("broken-body", "The body of the request broke off."));
    } catch (FaultException refused) {
      ctx.header("Connection", "close");
      throw refused;
    }
  }

  private static boolean isTimeout(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof TimeoutException) {
        return true;
      }
    }
    return false;
  }

  private static Fault late() {
    return Fault.of(408, "late", "The body of the request came too slowly.");
  }

  private byte[] read(InputStream in) throws IOException {
    long begin = System.nanoTime();
    var body = new ByteArrayOutputStream();
    byte[] piece = new byte[PIECE];
    for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
      body.write(piece, 0, count);
      if (body.size() > largest) {
        throw new FaultException(
            Fault.of(413, "large-body", "The body may have at most %d bytes.".formatted(largest)));
      }
      long late = System.nanoTime() - begin - patience.toNanos();
      if (late > 0 && body.size() < late / 1_000_000_000.0 * SLOWEST_BYTES_PER_SECOND) {
        throw new FaultException(late());
      }
    }
    return body.toByteArray();
  }
}
