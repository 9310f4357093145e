package io.promptflow4j.server.route.endpoint;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.deployment.traffic.Feedback;
import io.promptflow4j.core.deployment.traffic.ServedTraffic;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.ScoreInputs;
import io.promptflow4j.server.deployment.live.LiveEndpoints;
import io.promptflow4j.server.route.Bodies;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Needs;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Answers `POST /endpoints/NAME/feedback`: keeps what a caller thinks of an answer. The answer is
/// named by `request_id` in the body, or by the trace.
public final class FeedbackRoute {

  private final LiveEndpoints endpoints;
  private final ServedTraffic traffic;
  private final Bodies bodies;
  private final InstantSource clock;

  public FeedbackRoute(
      LiveEndpoints endpoints, ServedTraffic traffic, Bodies bodies, InstantSource clock) {
    this.endpoints = endpoints;
    this.traffic = traffic;
    this.bodies = bodies;
    this.clock = clock;
  }

  public void addTo(RoutesConfig routes) {
    routes.post("/endpoints/{name}/feedback", this::feedback, Needs.RUNNER);
  }

  private void feedback(Context ctx) {
    String endpoint = endpoints.endpoint(ctx.pathParam("name")).name();
    Value.Mapping said = Feedback.read(ScoreInputs.text(bodies.read(ctx)));
    traffic.keep(
        new Feedback(
            endpoint,
            said.get("request_id") instanceof Value.Text(var id)
                ? EndpointRoutes.harmless(id)
                : Optional.empty(),
            EndpointRoutes.harmless(ctx.header("traceparent")),
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            said));
    Replies.json(ctx, new Fields().put("status", "Feedback received.").end());
  }
}
