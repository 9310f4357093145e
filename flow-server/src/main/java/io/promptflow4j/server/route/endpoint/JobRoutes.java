package io.promptflow4j.server.route.endpoint;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStore.RowFilter;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.deployment.job.BatchJobs;
import io.promptflow4j.server.deployment.job.JobRequest;
import io.promptflow4j.server.deployment.live.LiveDeployment;
import io.promptflow4j.server.deployment.live.LiveEndpoint;
import io.promptflow4j.server.deployment.live.LiveEndpoints;
import io.promptflow4j.server.route.Bodies;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Needs;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Answers `/endpoints/NAME/jobs…`: a job is made by `POST`, runs for as long as it takes, and is
/// asked for its state and rows.
public final class JobRoutes {

  private static final int MOST_ROWS = 1_000;

  private final LiveEndpoints endpoints;
  private final BatchJobs jobs;
  private final RunStore store;
  private final Bodies bodies;

  public JobRoutes(LiveEndpoints endpoints, BatchJobs jobs, RunStore store, Bodies bodies) {
    this.endpoints = endpoints;
    this.jobs = jobs;
    this.store = store;
    this.bodies = bodies;
  }

  public void addTo(RoutesConfig routes) {
    String job = "/endpoints/{name}/jobs/{job}";
    routes.post("/endpoints/{name}/jobs", this::make, Needs.RUNNER);
    routes.get("/endpoints/{name}/jobs", this::list, Needs.VIEWER);
    routes.get(job, ctx -> Replies.json(ctx, shown(found(ctx))), Needs.VIEWER);
    routes.get(job + "/rows", this::rows, Needs.RUNNER);
    routes.post(job + "/cancel", this::cancel, Needs.RUNNER);
  }

  private void make(Context ctx) {
    LiveEndpoint endpoint = endpoints.endpoint(ctx.pathParam("name"));
    LiveDeployment live = deployment(ctx, endpoint);
    String type = Optional.ofNullable(ctx.contentType()).orElse("");
    var request =
        JobRequest.read(
            type.startsWith("application/jsonl") || type.startsWith("application/x-ndjson"),
            bodies.read(ctx));
    request.check(live.flow().graph());
    Run run = jobs.make(endpoint.name(), live.deployment(), request);
    ctx.status(202)
        .header(EndpointRoutes.DEPLOYMENT, live.name())
        .header(EndpointRoutes.VERSION, live.version())
        .header("Location", "/endpoints/%s/jobs/%s".formatted(endpoint.name(), run.name()));
    Replies.json(ctx, shown(run));
  }

  /// The one that the caller names; else the standard one, else the one with the most traffic.
  private static LiveDeployment deployment(Context ctx, LiveEndpoint endpoint) {
    return Optional.ofNullable(ctx.header(EndpointRoutes.DEPLOYMENT))
        .or(endpoint.endpoint()::standard)
        .or(() -> endpoint.main().map(LiveDeployment::name))
        .flatMap(name -> Optional.ofNullable(endpoint.running().get(name)))
        .orElseThrow(() ->
            new FaultException(
                Fault.of(404, "no-such-deployment", "The endpoint has no such deployment.")));
  }

  private Run found(Context ctx) {
    return jobs.find(endpoints.endpoint(ctx.pathParam("name")).name(), ctx.pathParam("job"));
  }

  private void list(Context ctx) {
    List<Value.Mapping> all =
        jobs.list(endpoints.endpoint(ctx.pathParam("name")).name()).stream()
            .map(JobRoutes::shown)
            .toList();
    Replies.json(ctx, new Fields().put("jobs", all).end());
  }

  private static Value.Mapping shown(Run run) {
    var progress =
        new Fields()
            .put("completed", run.progress().completed())
            .put("failed", run.progress().failed());
    run.progress().rows().ifPresent(rows -> progress.put("rows", rows));
    return new Fields()
        .put("job", run.name().value())
        .put("status", run.status().label())
        .put("deployment", run.labels().properties().getOrDefault("deployment", ""))
        .put("flow_version", run.labels().properties().getOrDefault("flow_version", ""))
        .put("progress", progress)
        .put("error", run.progress().error())
        .put("created", run.created().toString())
        .end();
  }

  private void rows(Context ctx) {
    Run run = found(ctx);
    String from = Optional.ofNullable(ctx.queryParam("from")).orElse("0");
    long first = from.matches("\\d{1,12}") ? Long.parseLong(from) : 0;
    try (Stream<RowResult> found =
        store.rows(run.name(), new RowFilter(Optional.empty(), first, MOST_ROWS))) {
      Replies.json(ctx, new Fields().put("rows", found.map(JobRoutes::row).toList()).end());
    }
  }

  private static Value.Mapping row(RowResult row) {
    return new Fields()
        .put("line", row.key().line())
        .put("status", row.status().label())
        .put("inputs", row.inputs())
        .put("outputs", row.outputs())
        .put("error", row.error().map(RowResult.RowError::message))
        .end();
  }

  private void cancel(Context ctx) {
    Run run = found(ctx);
    jobs.cancel(run);
    Replies.json(ctx.status(202), shown(found(ctx)));
  }
}
