package io.promptflow4j.server.route;

import io.javalin.http.Context;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.ErrorBody;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.security.Gate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Writes answers.
public final class Replies {

  private Replies() {}

  /// A JSON answer, not to be kept by anybody in between.
  public static void json(Context ctx, Value value) {
    byte[] json = Json.writeBytes(value);
    ctx.res().setContentLength(json.length); // else what is beyond 8 KB goes in chunks
    ctx.header("Cache-Control", "no-store").contentType("application/json").result(json);
  }

  /// A fault, in the shape of the address.
  public static void fault(Context ctx, Fault fault) {
    ErrorBody body = ErrorBody.of(ctx.path(), fault, id(ctx));
    ctx.status(fault.status());
    if (fault.retryAfter() > 0) {
      ctx.header("Retry-After", Integer.toString(fault.retryAfter()));
    }
    byte[] json = body.json().getBytes(StandardCharsets.UTF_8);
    ctx.res().setContentLength(json.length);
    ctx.header("Cache-Control", "no-store").contentType(body.contentType()).result(json);
  }

  /// A part of a stream, which is sent at once.
  static void send(Context ctx, String part) throws IOException {
    var out = ctx.res().getOutputStream();
    out.write(part.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /// The id of the request.
  public static String id(Context ctx) {
    Object id = ctx.attribute(Gate.ID);
    return id == null ? "" : id.toString();
  }
}
