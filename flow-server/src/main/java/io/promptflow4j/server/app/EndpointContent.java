package io.promptflow4j.server.app;

import io.javalin.config.RoutesConfig;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import io.promptflow4j.server.deployment.canary.Canaries;
import io.promptflow4j.server.deployment.job.BatchJobs;
import io.promptflow4j.server.deployment.live.EndpointLog;
import io.promptflow4j.server.deployment.live.LiveEndpoints;
import io.promptflow4j.server.deployment.live.Loading;
import io.promptflow4j.server.deployment.measure.Measures;
import io.promptflow4j.server.deployment.monitor.Monitors;
import io.promptflow4j.server.deployment.witness.Collector;
import io.promptflow4j.server.deployment.witness.Retainer;
import io.promptflow4j.server.deployment.witness.Witness;
import io.promptflow4j.server.route.Bodies;
import io.promptflow4j.server.route.endpoint.EndpointApi;
import io.promptflow4j.server.route.endpoint.EndpointRoutes;
import io.promptflow4j.server.route.endpoint.FeedbackRoute;
import io.promptflow4j.server.route.endpoint.JobRoutes;
import io.promptflow4j.server.route.endpoint.TrafficApi;
import io.promptflow4j.server.route.endpoint.TrialApi;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The endpoints of a store with all that goes with serving them, open until it is closed.
///
/// ```java
/// try (var endpoints = EndpointContent.open(loading, settings, line -> log(line));
///     var server = FlowServer.start(endpoints, about, ServerSettings.local(8080), Access.none())) {
///   …
/// }
/// ```
public final class EndpointContent implements AutoCloseable {

  private final RunStore store;
  private final FlowSettings around;
  private final LiveEndpoints live;
  private final Collector collector;
  private final Witness witness;
  private final Evaluators evaluators;
  private final Canaries canaries;
  private final Monitors monitors;
  private final BatchJobs jobs;
  private final Retainer retainer;

  /// How endpoints are served.
  ///
  /// @param pause how long to wait between looks at the store
  /// @param beginning what the draw of calls begins with
  /// @param mostShadows how many mirrored calls run at a time
  /// @param jobs where the rows of batch jobs are kept
  public record Settings(Duration pause, long beginning, int mostShadows, Path jobs) {

    /// Twice a second, by chance, at most 64.
    public static Settings usual(Path jobs) {
      return new Settings(Duration.ofMillis(500), System.nanoTime(), 64, jobs);
    }
  }

  private EndpointContent(
      Loading loading, Settings settings, Optional<Measures> measures, Consumer<String> log) {
    this.store = loading.store();
    this.around = loading.around();
    var lines = new EndpointLog(store.traffic(), InstantSource.system(), log);
    this.live = new LiveEndpoints(loading, lines, settings.pause(), settings.beginning());
    this.collector = new Collector(store.traffic(), log);
    this.witness = new Witness(live, collector, settings.mostShadows());
    this.evaluators = Evaluators.ofUser(environment(around));
    this.canaries = new Canaries(store, live, around, evaluators, lines, InstantSource.system());
    witness.tell(canaries::heard);
    this.monitors =
        new Monitors(store, live, around, evaluators, measures, lines, InstantSource.system());
    witness.tell(monitors::heard);
    this.jobs = new BatchJobs(store, around, settings.jobs(), log);
    jobs.goOn();
    this.retainer = new Retainer(store, InstantSource.system(), log);
  }

  private static Map<String, String> environment(FlowSettings around) {
    return around.environment().isEmpty() ? System.getenv() : around.environment();
  }

  /// Loads all endpoints of the store.
  ///
  /// @param log takes what happens, a line each
  public static EndpointContent open(Loading loading, Settings settings, Consumer<String> log) {
    return open(loading, settings, Optional.empty(), log);
  }

  /// The same, with what is seen of answers shown as metrics.
  public static EndpointContent open(
      Loading loading, Settings settings, Optional<Measures> measures, Consumer<String> log) {
    return new EndpointContent(loading, settings, measures, log);
  }

  /// What is served at the moment.
  public LiveEndpoints live() {
    return live;
  }

  /// What is kept of it.
  public Collector collector() {
    return collector;
  }

  /// Who hears all answers.
  public Witness witness() {
    return witness;
  }

  /// Who removes what need not be kept any longer.
  public Retainer retainer() {
    return retainer;
  }

  void addTo(RoutesConfig routes, Content.Around around) {
    Bodies bodies = around.calls().bodies();
    for (String named :
        List.of("/endpoints/{name}/*", "/api/endpoints/{name}", "/api/endpoints/{name}/*")) {
      routes.beforeMatched(named, ctx -> around.roles().checkEndpoint(ctx, ctx.pathParam("name")));
    }
    new EndpointRoutes(live, witness, around.calls(), around.loopback(), around.keys())
        .addTo(routes);
    new FeedbackRoute(live, store.traffic(), bodies, InstantSource.system()).addTo(routes);
    new JobRoutes(live, jobs, store, bodies).addTo(routes);
    new TrafficApi(store, bodies, InstantSource.system()).addTo(routes);
    new TrialApi(store, live, this.around, evaluators, bodies).addTo(routes);
    new EndpointApi(store, live, this.around, bodies).addTo(routes);
  }

  @Override
  public void close() {
    retainer.close();
    jobs.close();
    canaries.close();
    monitors.close();
    witness.close();
    live.close();
    collector.close();
  }
}
