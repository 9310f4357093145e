package io.promptflow4j.server.route.mcp;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.api.ScoreInputs;
import io.promptflow4j.server.deployment.mcp.FlowTools;
import io.promptflow4j.server.route.Calls;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Needs;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers `POST /mcp`: one message, one answer, as JSON. There are no sessions and no streams of
/// the server's own, so `GET` and `DELETE` are refused, as the protocol has it.
public final class McpRoutes {

  private static final int NO_JSON = -32700;

  private final FlowTools tools;
  private final Calls calls;

  public McpRoutes(FlowTools tools, Calls calls) {
    this.tools = tools;
    this.calls = calls;
  }

  public void addTo(RoutesConfig routes) {
    routes.post("/mcp", this::answer, Needs.RUNNER);
  }

  /// Answers a message at whatever address it came to.
  public void answer(Context ctx) {
    checkVersion(ctx.header("MCP-Protocol-Version"));
    String text = ScoreInputs.text(calls.bodies().read(ctx));
    Value message;
    try {
      message = Json.read(text);
    } catch (JsonSyntaxException broken) {
      ctx.status(400);
      Replies.json(
          ctx,
          FlowTools.error(Value.Null.NULL, NO_JSON, "this is no JSON: " + broken.getMessage()));
      return;
    }
    Optional<Value.Mapping> answer =
        tools.answer(message, (flow, inputs) -> calls.run(ctx, flow, inputs));
    if (answer.isPresent()) {
      Replies.json(ctx, answer.get());
    } else if (ctx.statusCode() < 400) { // else the caller has left
      ctx.status(202);
    }
  }

  private static void checkVersion(@Nullable String said) {
    if (said != null && !FlowTools.VERSIONS.contains(said)) {
      throw new FaultException(
          Fault.badRequest(
              "unknown-version",
              "The header MCP-Protocol-Version has to be one of %s."
                  .formatted(String.join(", ", FlowTools.VERSIONS.stream().sorted().toList()))));
    }
  }
}
