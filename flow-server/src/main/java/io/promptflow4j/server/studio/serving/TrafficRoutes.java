package io.promptflow4j.server.studio.serving;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.deployment.traffic.CollectedRow;
import io.promptflow4j.core.deployment.traffic.Feedback;
import io.promptflow4j.core.deployment.traffic.ServedRequest;
import io.promptflow4j.core.deployment.traffic.ServedTraffic;
import io.promptflow4j.core.deployment.traffic.ServedTraffic.Choice;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Needs;
import io.promptflow4j.server.security.RoleCheck;
import io.promptflow4j.server.studio.Desk;
import io.promptflow4j.server.studio.Workbench;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Answers `/api/studio/endpoints/NAME/traffic`, `…/samples` and `…/feedback`.
public final class TrafficRoutes {

  private static final String ONE = "/api/studio/endpoints/{name}";
  private static final int MOST_SAMPLES = 200;
  private static final int LONGEST_MINUTES = 24 * 60;

  private final Workbench bench;
  private final ServedTraffic traffic;
  private final RoleCheck roles;

  public TrafficRoutes(Workbench bench, RoleCheck roles) {
    this.bench = bench;
    this.traffic = bench.store().traffic();
    this.roles = roles;
  }

  public void addTo(RoutesConfig routes) {
    routes.beforeMatched(ONE + "/*", ctx -> roles.checkEndpoint(ctx, ctx.pathParam("name")));
    routes.get(ONE + "/traffic", Desk.guarded(this::figures), Needs.VIEWER);
    routes.get(ONE + "/samples", Desk.guarded(this::samples), Needs.AUTHOR);
    routes.get(ONE + "/feedback", Desk.guarded(this::feedback), Needs.AUTHOR);
  }

  /// Counts and times of the last minutes, a step at a time, for each deployment.
  private void figures(Context ctx) {
    long minutes = Math.max(1, Desk.number(ctx, "minutes", 60, LONGEST_MINUTES));
    Instant now = bench.clock().instant();
    var figures = new TrafficFigures(now.minus(Duration.ofMinutes(minutes)), now);
    Choice choice = Choice.of(ctx.pathParam("name")).withSince(Optional.of(figures.since()));
    try (Stream<ServedRequest> requests = traffic.requests(choice)) {
      requests.forEach(figures::add);
    }
    Replies.json(ctx, figures.json());
  }

  private void samples(Context ctx) {
    String name = ctx.pathParam("name");
    int most = (int) Math.max(1, Desk.number(ctx, "most", 50, MOST_SAMPLES));
    var newest = new ArrayDeque<ServedRequest>(most);
    try (Stream<ServedRequest> requests = traffic.requests(Choice.of(name))) {
      requests.forEach(request -> {
        if (newest.size() == most) {
          newest.removeFirst();
        }
        newest.addLast(request);
      });
    }
    var rows = new CollectedRow(traffic.feedback(name));
    List<Value.Mapping> samples =
        newest.reversed().stream()
            .map(request ->
                new Fields()
                    .put("served", CollectedRow.served(request))
                    .put("inputs", request.inputs())
                    .put("outputs", request.outputs())
                    .put("feedback", rows.feedback(request))
                    .end())
            .toList();
    Replies.json(ctx, new Fields().put("samples", samples).end());
  }

  private void feedback(Context ctx) {
    List<Feedback> all = traffic.feedback(ctx.pathParam("name"));
    List<Value.Mapping> newest =
        all.reversed().stream()
            .limit(MOST_SAMPLES)
            .map(one ->
                new Fields()
                    .put("when", one.when().toString())
                    .put("request", one.request())
                    .put("said", one.said())
                    .end())
            .toList();
    Replies.json(ctx, new Fields().put("total", all.size()).put("feedback", newest).end());
  }
}
