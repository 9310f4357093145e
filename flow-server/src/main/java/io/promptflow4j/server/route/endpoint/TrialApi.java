package io.promptflow4j.server.route.endpoint;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.deployment.Canary;
import io.promptflow4j.core.deployment.CanaryJson;
import io.promptflow4j.core.deployment.Endpoint;
import io.promptflow4j.core.deployment.EndpointException;
import io.promptflow4j.core.deployment.Endpoints;
import io.promptflow4j.core.deployment.traffic.ServedRequest;
import io.promptflow4j.core.deployment.traffic.ServedTraffic.Choice;
import io.promptflow4j.core.deployment.traffic.ShadowComparison;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.engine.deployment.Deployer;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.evaluation.EvaluatorException;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.api.ScoreInputs;
import io.promptflow4j.server.deployment.canary.CanaryDraft;
import io.promptflow4j.server.deployment.live.LiveEndpoints;
import io.promptflow4j.server.route.Bodies;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Needs;
import java.util.stream.Stream;

/// Answers `/api/endpoints/NAME/canary` and `…/mirrors/DEPLOYMENT`: what `pf endpoint canary` and
/// `pf endpoint mirror` do.
public final class TrialApi {

  private static final int SHOWN = 10;

  private final RunStore store;
  private final LiveEndpoints live;
  private final Evaluators evaluators;
  private final FlowSettings around;
  private final Bodies bodies;

  /// @param around what this machine gives to flows
  public TrialApi(
      RunStore store,
      LiveEndpoints live,
      FlowSettings around,
      Evaluators evaluators,
      Bodies bodies) {
    this.store = store;
    this.live = live;
    this.evaluators = evaluators;
    this.around = around;
    this.bodies = bodies;
  }

  public void addTo(RoutesConfig routes) {
    String canary = "/api/endpoints/{name}/canary";
    routes.get(canary, EndpointApi.guarded(ctx -> show(ctx, found(ctx))), Needs.VIEWER);
    routes.put(canary, EndpointApi.guarded(this::begin), Needs.OPERATOR);
    routes.delete(canary, EndpointApi.guarded(this::cancel), Needs.OPERATOR);
    routes.get(
        "/api/endpoints/{name}/mirrors/{deployment}",
        EndpointApi.guarded(this::compare),
        Needs.OPERATOR);
  }

  private Endpoint found(Context ctx) {
    String name = ctx.pathParam("name");
    return store.endpoints().find(name).orElseThrow(() -> Endpoints.missing(name));
  }

  private Deployer deployer(Context ctx) {
    return Operators.deployer(ctx, store, around);
  }

  private void begin(Context ctx) {
    Value.Mapping said = ScoreInputs.object(bodies.read(ctx));
    int percent = CanaryDraft.number(said, "percent").map(Double::intValue).orElse(10);
    if (percent < 1 || percent > 99) {
      throw new FaultException(Fault.badRequest("bad-canary", "'percent' is from 1 to 99."));
    }
    try {
      Canary draft = CanaryDraft.read(said).on(found(ctx), evaluators);
      Endpoint begun = deployer(ctx).begin(ctx.pathParam("name"), draft, percent);
      live.follow();
      show(ctx.status(201), begun);
    } catch (EvaluatorException missing) {
      throw new FaultException(
          Fault.of(422, "no-such-evaluator", String.valueOf(missing.getMessage())));
    }
  }

  private void cancel(Context ctx) {
    Endpoint now = deployer(ctx).cancelCanary(ctx.pathParam("name"));
    live.follow();
    show(ctx, now);
  }

  private void show(Context ctx, Endpoint endpoint) {
    Canary canary =
        endpoint
            .canary()
            .orElseThrow(
                () -> new EndpointException("no-such-canary", "the endpoint has no canary"));
    var fields = new Fields();
    CanaryJson.of(canary).entries().forEach(fields::put);
    Replies.json(
        ctx,
        fields
            .put("running", canary.isRunning())
            .put("scored_pairs", store.traffic().pairs(endpoint.name(), canary.begun(), 0).size())
            .end());
  }

  private void compare(Context ctx) {
    try (Stream<ServedRequest> all = store.traffic().requests(Choice.of(found(ctx).name()))) {
      Replies.json(ctx, ShadowComparison.of(all, ctx.pathParam("deployment"), SHOWN).json());
    }
  }
}
