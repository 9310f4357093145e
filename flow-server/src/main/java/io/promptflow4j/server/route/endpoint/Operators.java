package io.promptflow4j.server.route.endpoint;

import io.javalin.http.Context;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// Lets in who may change what is served: someone on this machine, with a key where there are keys.
final class Operators {

  private Operators() {}

  /// Checks the sender of a request. The gate has seen the key already.
  ///
  /// @throws FaultException if it comes from elsewhere, or through a proxy
  static void check(Context ctx) {
    boolean isForwarded = ctx.header("X-Forwarded-For") != null || ctx.header("Forwarded") != null;
    if (isForwarded || !isOwn(ctx.req().getRemoteAddr())) {
      throw new FaultException(
          Fault.of(
              403,
              "operators-only",
              "Endpoints are changed from the machine that serves them: with pf, or here."));
    }
  }

  private static boolean isOwn(String address) {
    try {
      return InetAddress.getByName(address.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }
}
