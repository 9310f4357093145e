package io.promptflow4j.server.route.endpoint;

import io.javalin.http.Context;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.engine.deployment.Deployer;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.security.Caller;
import io.promptflow4j.server.security.RoleCheck;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;

/// Lets in who may change what is served: someone on this machine, with a key where there are keys.
public final class Operators {

  private Operators() {}

  /// Checks the sender of a request. The gate has seen the key already.
  ///
  /// @throws FaultException if it comes from elsewhere, or through a proxy
  public static void check(Context ctx) {
    boolean isForwarded = ctx.header("X-Forwarded-For") != null || ctx.header("Forwarded") != null;
    if (isForwarded || !isOwn(ctx.req().getRemoteAddr())) {
      throw new FaultException(
          Fault.of(
              403,
              "operators-only",
              "This is done from the machine that serves: with pf, or here."));
    }
  }

  /// What makes and changes endpoints for the sender of a request, who stands in the history and in
  /// the audit log.
  static Deployer deployer(Context ctx, RunStore store, FlowSettings around) {
    return new Deployer(store, around, InstantSource.system(), who(ctx));
  }

  /// Who sent a request, as the history and the audit log name them.
  public static String who(Context ctx) {
    return "api, " + RoleCheck.caller(ctx).map(Caller::name).orElse("unknown");
  }

  private static boolean isOwn(String address) {
    try {
      return InetAddress.getByName(address.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }
}
