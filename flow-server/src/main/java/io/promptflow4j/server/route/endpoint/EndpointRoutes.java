package io.promptflow4j.server.route.endpoint;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.deployment.Endpoint.Sticky;
import io.promptflow4j.core.graph.ChatRoles;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.api.RequestId;
import io.promptflow4j.server.deployment.ServedFlow;
import io.promptflow4j.server.deployment.description.OpenApi;
import io.promptflow4j.server.deployment.description.Swagger;
import io.promptflow4j.server.deployment.live.LiveDeployment;
import io.promptflow4j.server.deployment.live.LiveDeployment.Lease;
import io.promptflow4j.server.deployment.live.LiveEndpoint;
import io.promptflow4j.server.deployment.live.LiveEndpoints;
import io.promptflow4j.server.deployment.mcp.FlowTools;
import io.promptflow4j.server.deployment.witness.Answer;
import io.promptflow4j.server.deployment.witness.Witness;
import io.promptflow4j.server.route.Calls;
import io.promptflow4j.server.route.OpenAiRoutes;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.route.ScoreRoutes;
import io.promptflow4j.server.route.mcp.McpRoutes;
import io.promptflow4j.server.security.Caller;
import io.promptflow4j.server.security.Needs;
import io.promptflow4j.server.security.RoleCheck;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers `/endpoints/NAME/score`, `/endpoints/NAME/v1/…` and what describes them. Which
/// deployment answers is decided once for a request, and stands in the headers of the answer.
public final class EndpointRoutes {

  /// The header that names a deployment, in requests and answers, as Azure has it.
  public static final String DEPLOYMENT = "azureml-model-deployment";

  /// The header of an answer with the digest of the flow.
  public static final String VERSION = "x-promptflow4j-flow-version";

  /// The header of an answer with the variants that gave it.
  public static final String VARIANTS = "x-promptflow4j-variants";

  /// The header by which an endpoint keeps a caller with one deployment.
  public static final String SESSION = "x-session-id";

  private final LiveEndpoints endpoints;
  private final Witness witness;
  private final Calls calls;
  private final boolean traces;
  private final boolean keys;

  /// What a request wants of a flow.
  private interface Use {
    void of(LiveDeployment live, ServedFlow flow) throws IOException;
  }

  /// @param traces whether callers who ask for it get the trace of their call
  /// @param keys whether callers need one, for the description
  public EndpointRoutes(
      LiveEndpoints endpoints, Witness witness, Calls calls, boolean traces, boolean keys) {
    this.endpoints = endpoints;
    this.witness = witness;
    this.calls = calls;
    this.traces = traces;
    this.keys = keys;
  }

  public void addTo(RoutesConfig routes) {
    routes.post("/endpoints/{name}/score", this::score, Needs.RUNNER);
    routes.post(
        "/endpoints/{name}/v1/chat/completions",
        ctx -> call(ctx, (_, flow) -> chat(flow).complete(ctx)),
        Needs.RUNNER);
    routes.post(
        "/endpoints/{name}/v1/responses",
        ctx -> call(ctx, (_, flow) -> chat(flow).respond(ctx)),
        Needs.RUNNER);
    routes.post("/endpoints/{name}/mcp", this::tool, Needs.RUNNER);
    routes.get("/endpoints/{name}/v1/models", this::models, Needs.VIEWER);
    routes.get("/endpoints/{name}/health", this::health, Needs.VIEWER);
    routes.get(
        "/endpoints/{name}/swagger.json",
        ctx -> Replies.json(ctx, Swagger.of(main(ctx).flow(), Value.Mapping.EMPTY)),
        Needs.VIEWER);
    routes.get(
        "/endpoints/{name}/openapi.json",
        ctx -> Replies.json(ctx, OpenApi.of(main(ctx).flow(), keys)),
        Needs.VIEWER);
  }

  private void score(Context ctx) throws IOException {
    call(ctx, (_, flow) -> new ScoreRoutes(flow, calls, traces).score(ctx));
  }

  /// The deployment that answers a message of an MCP client is chosen for each message.
  private void tool(Context ctx) throws IOException {
    call(
        ctx,
        (live, flow) ->
            new McpRoutes(new FlowTools(List.of(flow), live.version()), calls).answer(ctx));
  }

  private OpenAiRoutes chat(ServedFlow flow) {
    ChatRoles roles =
        flow.chat()
            .orElseThrow(() ->
                new FaultException(
                    Fault.of(404, "no-chat", "The flow of this endpoint is no chat flow.")));
    return new OpenAiRoutes(flow, roles, calls, InstantSource.system());
  }

  private void call(Context ctx, Use use) throws IOException {
    String name = ctx.pathParam("name");
    try (Lease lease = endpoints.enter(name, wanted(ctx), caller(ctx, endpoints.endpoint(name)))) {
      LiveDeployment live = lease.live();
      ctx.header(DEPLOYMENT, live.name());
      ctx.header(VERSION, live.version());
      if (!live.variants().isEmpty()) {
        ctx.header(VARIANTS, live.variants());
      }
      lease.awaitPlace();
      String id = Replies.id(ctx);
      Optional<String> trace = harmless(ctx.header("traceparent"));
      use.of(
          live,
          live.flow()
              .heardBy((inputs, result) ->
                  witness.answered(
                      live, new Answer(id, trace, name, live.name(), inputs, result))));
    }
  }

  private static Optional<String> wanted(Context ctx) {
    return Optional.ofNullable(ctx.header(DEPLOYMENT)).filter(said -> !said.isBlank());
  }

  private static Optional<String> caller(Context ctx, LiveEndpoint endpoint) {
    Sticky sticky = endpoint.endpoint().settings().sticky();
    if (sticky == Sticky.NONE) {
      return Optional.empty();
    }
    Optional<String> session =
        Optional.ofNullable(ctx.header(SESSION)).filter(said -> !said.isBlank());
    if (session.isPresent() || sticky == Sticky.SESSION) {
      return session.map(said -> "session " + said);
    }
    return RoleCheck.caller(ctx).map(Caller::name);
  }

  static Optional<String> harmless(@Nullable String said) {
    return Optional.ofNullable(said).filter(RequestId::isHarmless);
  }

  private LiveDeployment main(Context ctx) {
    return endpoints
        .endpoint(ctx.pathParam("name"))
        .main()
        .orElseThrow(() ->
            new FaultException(
                Fault.of(404, "no-deployment", "The endpoint has no deployment that is loaded.")));
  }

  private void models(Context ctx) {
    var model =
        new Fields()
            .put("id", main(ctx).flow().name())
            .put("object", "model")
            .put(
                "created",
                endpoints.endpoint(ctx.pathParam("name")).endpoint().created().getEpochSecond())
            .put("owned_by", "promptflow4j")
            .end();
    Replies.json(ctx, new Fields().put("object", "list").put("data", List.of(model)).end());
  }

  private void health(Context ctx) {
    LiveEndpoint endpoint = endpoints.endpoint(ctx.pathParam("name"));
    boolean isWell = endpoint.main().isPresent();
    Replies.json(
        ctx.status(isWell ? 200 : 503),
        new Fields().put("status", isWell ? "Healthy" : "Unhealthy").end());
  }
}
