package io.promptflow4j.server.route.admin;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.route.endpoint.Operators;
import io.promptflow4j.server.security.Caller;
import io.promptflow4j.server.security.RoleCheck;

/// Lets in who may decide over keys: someone on this machine whose own key is limited to nothing.
final class Administrators {

  private Administrators() {}

  /// For administrators, with what goes wrong as faults. The role was checked at the route.
  static Handler guarded(Handler handler) {
    return ctx -> {
      Operators.check(ctx);
      checkUnlimited(ctx);
      try {
        handler.handle(ctx);
      } catch (RunStoreException broken) {
        throw new FaultException(
            Fault.of(503, "store-out-of-reach", "The store can't be reached now.").retryAfter(5));
      }
    };
  }

  /// Keys are those of all endpoints, so nobody who reaches only some may see or make them.
  private static void checkUnlimited(Context ctx) {
    if (RoleCheck.caller(ctx).map(Caller::endpoints).filter(all -> all.isEmpty()).isEmpty()) {
      throw new FaultException(
          Fault.of(
              403, "forbidden", "Keys are made and read with a key that is for all endpoints."));
    }
  }
}
