package io.promptflow4j.server.app;

import io.javalin.config.RoutesConfig;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.engine.RunHost;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.model.catalog.Catalog;
import io.promptflow4j.core.model.catalog.file.Catalogs;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.access.AuditLog;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import io.promptflow4j.server.deployment.live.Loading;
import io.promptflow4j.server.route.gateway.CatalogRoutes;
import io.promptflow4j.server.studio.ChangeTrail;
import io.promptflow4j.server.studio.Desk;
import io.promptflow4j.server.studio.Workbench;
import io.promptflow4j.server.studio.compare.CompareRoutes;
import io.promptflow4j.server.studio.compare.Comparisons;
import io.promptflow4j.server.studio.gallery.Gallery;
import io.promptflow4j.server.studio.library.CatalogFilters;
import io.promptflow4j.server.studio.library.ConnectionRoutes;
import io.promptflow4j.server.studio.library.DataRoutes;
import io.promptflow4j.server.studio.library.EvaluatorRoutes;
import io.promptflow4j.server.studio.library.GalleryRoutes;
import io.promptflow4j.server.studio.library.ModelRoutes;
import io.promptflow4j.server.studio.runs.RunRoutes;
import io.promptflow4j.server.studio.runs.RunWork;
import io.promptflow4j.server.studio.serving.DeployRoutes;
import io.promptflow4j.server.studio.serving.TrafficRoutes;
import io.promptflow4j.server.studio.team.AuditRoutes;
import io.promptflow4j.server.studio.team.GitRoutes;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What the studio shows and does besides the flows themselves: runs, comparisons, what they are
/// made with, what is served, and who changed what. Open until it is closed.
public final class StudioDesk implements AutoCloseable {

  private final Workbench bench;
  private final Gallery gallery;
  private final RunWork work;
  private final Comparisons comparisons;
  private final Optional<EndpointContent> endpoints;

  private StudioDesk(
      Workbench bench, Gallery gallery, Optional<EndpointContent> endpoints, Consumer<String> log) {
    this.bench = bench;
    this.gallery = gallery;
    this.endpoints = endpoints;
    this.work = new RunWork(bench, log);
    this.comparisons = new Comparisons(bench, log);
  }

  /// Opens the desk of a folder.
  ///
  /// @param folder all that it reads and writes of files
  /// @param store stays its owner's to close
  /// @param audit takes each change
  /// @param around what this machine gives to flows
  /// @param gallery flows to begin with
  /// @param jobs where the rows of batch jobs are kept; without it, endpoints are not served here
  /// @param log takes what went wrong inside, a line each
  /// @throws IllegalArgumentException if there is no such folder
  public static StudioDesk open(
      Path folder,
      RunStore store,
      AuditLog audit,
      FlowSettings around,
      Gallery gallery,
      Optional<Path> jobs,
      Consumer<String> log) {
    Map<String, String> environment =
        around.environment().isEmpty() ? System.getenv() : around.environment();
    Evaluators evaluators = Evaluators.ofUser(environment);
    RunHost host =
        RunHost.ofProcess()
            .withEnvironment(environment)
            .withConnectionFiles(around.connectionFiles())
            .withCatalog(store.data())
            .withFlows(evaluators::folder);
    RunHost whole = around.python().map(host::withPython).orElse(host);
    var bench =
        new Workbench(folder, store, audit, whole, around, evaluators, InstantSource.system());
    var loading =
        new Loading(store, around, RunRequest.limitIn(environment), Optional.empty(), (_, _) -> {});
    return new StudioDesk(
        bench,
        gallery,
        jobs.map(at -> EndpointContent.open(loading, EndpointContent.Settings.usual(at), log)),
        log);
  }

  /// Adds the routes.
  void addTo(RoutesConfig routes, Content.Around around) {
    var desk = new Desk(around.calls().bodies());
    new ChangeTrail(bench.audit(), bench.clock()).addTo(routes);
    new RunRoutes(bench, desk, work).addTo(routes);
    new CompareRoutes(bench, desk, comparisons).addTo(routes);
    new DataRoutes(bench, desk).addTo(routes);
    new ModelRoutes(bench, desk).addTo(routes);
    new ConnectionRoutes(bench, desk).addTo(routes);
    new EvaluatorRoutes(bench, desk).addTo(routes);
    new GalleryRoutes(bench, desk, gallery).addTo(routes);
    new GitRoutes(bench, desk).addTo(routes);
    new AuditRoutes(bench.audit()).addTo(routes);
    new TrafficRoutes(bench, around.roles()).addTo(routes);
    Catalog catalog = Catalogs.of(bench.root(), bench.environment());
    new CatalogRoutes(catalog, bench.store().models()).addTo(routes, "/api/studio/catalog");
    new CatalogFilters(catalog).addTo(routes);
    endpoints.ifPresent(content -> {
      new DeployRoutes(bench, desk, content.live()).addTo(routes);
      content.addTo(routes, around);
    });
  }

  @Override
  public void close() {
    comparisons.close();
    work.close();
    endpoints.ifPresent(EndpointContent::close);
  }
}
