package io.promptflow4j.server.route;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import java.util.function.BiConsumer;
import org.eclipse.jetty.http.HttpException;

/// Turns what ends a request into answers. Of what is our own fault callers learn nothing but the
/// request's id; the log gets the rest.
public final class Failures {

  private final BiConsumer<String, Throwable> log;

  /// @param log takes a request's id and the defect that ended it
  public Failures(BiConsumer<String, Throwable> log) {
    this.log = log;
  }

  public void addTo(RoutesConfig routes) {
    routes.exception(FaultException.class, (known, ctx) -> reply(ctx, known.fault()));
    routes.exception(Exception.class, this::unforeseen);
    routes.exception(HttpResponseException.class, Failures::known);
  }

  private static void known(HttpResponseException known, Context ctx) {
    String asked = "%s %s".formatted(ctx.method().name(), ctx.path());
    reply(
        ctx,
        switch (known.getStatus()) {
          case 404 -> Fault.of(404, "not-found", "There is nothing at %s.".formatted(asked));
          case 405 -> Fault.of(405, "method", "%s is not supported.".formatted(asked));
          default ->
              known.getStatus() >= 500
                  ? Fault.internal()
                  : Fault.of(known.getStatus(), "bad-request", "The request is malformed.");
        });
  }

  private void unforeseen(Exception problem, Context ctx) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpException bad && bad.getCode() < 500) {
        reply(ctx, Fault.of(bad.getCode(), "bad-request", "The request is malformed."));
        return;
      }
    }
    log.accept(Replies.id(ctx), problem);
    reply(ctx, Fault.internal());
  }

  private static void reply(Context ctx, Fault fault) {
    if (!ctx.res().isCommitted()) {
      Replies.fault(ctx, fault);
    }
  }
}
