package io.promptflow4j.server.security;

import io.promptflow4j.server.api.ErrorBody;
import io.promptflow4j.server.api.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Writes faults beneath the routes: for the [Gate], and for what the server itself finds wrong.
public final class FaultWriter implements Request.Handler {

  /// For whoever hands it to a server.
  public FaultWriter() {}

  /// Answers a request that the server could not read.
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    Fault fault =
        switch (status) {
          case 404 -> Fault.of(404, "not-found", "There is nothing at this address.");
          case 408 -> Fault.of(408, "late", "The request did not come in time.");
          case 413 -> Fault.of(413, "large-body", "The body is too large.");
          case 414 -> Fault.of(414, "long-address", "The address is too long.");
          case 431 -> Fault.of(431, "large-headers", "The headers are too large.");
          default ->
              status >= 500 ? Fault.internal() : Fault.of(status, "bad-request", "Bad request.");
        };
    write(request, response, callback, fault);
    return true;
  }

  static void write(Request request, Response response, Callback callback, Fault fault) {
    Object id = request.getAttribute(Gate.ID);
    @Nullable String path = request.getHttpURI() == null ? null : Request.getPathInContext(request);
    ErrorBody body = ErrorBody.of(path == null ? "" : path, fault, id == null ? "" : id.toString());
    response.setStatus(fault.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, body.contentType());
    if (fault.retryAfter() > 0) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, fault.retryAfter());
    }
    if (fault.status() == 401) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
    }
    byte[] bytes = body.json().getBytes(StandardCharsets.UTF_8);
    response.write(true, ByteBuffer.wrap(bytes), callback);
  }
}
