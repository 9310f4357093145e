package io.promptflow4j.server.deployment.job;

import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.catalog.DataReference;
import io.promptflow4j.core.dataset.mapping.ColumnMapping;
import io.promptflow4j.core.deployment.Deployment;
import io.promptflow4j.core.deployment.FlowVersion;
import io.promptflow4j.core.engine.FlowRuns;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.engine.RunHost;
import io.promptflow4j.core.engine.RunRefusedException;
import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.engine.deployment.FlowVersions;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunLabels;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunOwner;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStore.RunFilter;
import io.promptflow4j.core.run.RunStore.SnapshotFile;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.progress.RunListener;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Makes and runs batch jobs. A job is a run like any other: its rows are in the store, and what a
/// server leaves unfinished goes on when it is served again.
public final class BatchJobs implements AutoCloseable {

  private static final String ENDPOINT = "endpoint";
  private static final String DEPLOYMENT = "deployment";
  private static final String VERSION = "flow_version";
  private static final String STOPPED = "stopped_with_server";
  private static final long CLOSING_SECONDS = 5;
  private static final int AT_ONCE = 2;
  private static final int ROWS_AT_ONCE = 16;
  private static final RunFilter ALL =
      new RunFilter(false, false, Optional.empty(), Optional.empty(), 1_000);

  private final RunStore store;
  private final FlowSettings around;
  private final FlowRuns runs;
  private final Path folder;
  private final Consumer<String> log;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Set<RunName> active = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// @param around what this machine gives to flows
  /// @param folder where rows are kept that came with requests
  /// @param log takes what goes wrong with jobs
  public BatchJobs(RunStore store, FlowSettings around, Path folder, Consumer<String> log) {
    this.store = store;
    this.around = around;
    this.folder = folder;
    this.log = log;
    RunHost host =
        RunHost.ofProcess()
            .withEnvironment(
                around.environment().isEmpty() ? System.getenv() : around.environment())
            .withConnectionFiles(around.connectionFiles());
    this.runs = new FlowRuns(store, around.python().map(host::withPython).orElse(host));
  }

  /// Goes on with jobs that no process works on any more.
  public void goOn() {
    for (Run run : store.list(ALL)) {
      boolean isOpen =
          run.status() == RunStatus.NOT_STARTED
              || run.status() == RunStatus.RUNNING
              || (run.status() == RunStatus.CANCELED
                  && run.labels().properties().containsKey(STOPPED));
      if (run.labels().properties().containsKey(ENDPOINT) && isOpen && !store.isOwned(run.name())) {
        mark(run, false);
        start(run.name());
      }
    }
  }

  /// Makes a job, which begins at once or when there is a place.
  ///
  /// @throws FaultException if the rows don't fit the flow
  public Run make(String endpoint, Deployment deployment, JobRequest request) {
    var versions = new FlowVersions(store);
    RunName name =
        new RunName(
            "%s_%s_%s"
                .formatted(
                    endpoint,
                    deployment.name(),
                    UUID.randomUUID().toString().replace("-", "").substring(0, 12)));
    try (var files = versions.restore(deployment)) {
      FlowSettings bound =
          FlowVersions.settings(
              deployment.binding(), FlowSettings.defaults().withTraffic(around.traffic()));
      Run run =
          runs.create(
              RunSpec.of(files.flow().toString())
                  .withName(name)
                  .withLabels(labels(endpoint, deployment, name))
                  .withHow(bound)
                  .withData(data(request, name))
                  .withMapping(ColumnMapping.of(request.mapping(), Place.startOf("column_mapping")))
                  .withConcurrency(deployment.limits().concurrency().orElse(ROWS_AT_ONCE)));
      keepFlow(run, deployment);
      start(run.name());
      return run;
    } catch (RunRefusedException refused) {
      throw new FaultException(
          Fault.badRequest(
              "bad-job",
              refused.diagnostics().stream()
                  .map(one -> one.message())
                  .distinct()
                  .limit(5)
                  .collect(Collectors.joining(" "))));
    }
  }

  private static RunLabels labels(String endpoint, Deployment deployment, RunName name) {
    var properties = new LinkedHashMap<String, String>();
    properties.put(ENDPOINT, endpoint);
    properties.put(DEPLOYMENT, deployment.name());
    properties.put(VERSION, FlowVersion.brief(deployment.version()));
    return new RunLabels(
        name.value(),
        "Batch job of endpoint '%s'".formatted(endpoint),
        new LinkedHashMap<>(),
        properties,
        Optional.empty());
  }

  private DataSource data(JobRequest request, RunName name) {
    if (request.data().isPresent()) {
      return DataSource.of(
          store
              .data()
              .find(DataReference.parse(request.data().get()).orElseThrow())
              .orElseThrow(() ->
                  new FaultException(
                      Fault.of(404, "no-such-data", "There is no data set of that name.")))
              .path());
    }
    Path file = folder.resolve(name.value() + ".jsonl");
    try {
      Files.createDirectories(folder);
      Files.writeString(file, request.text());
    } catch (IOException broken) {
      throw new IllegalStateException("rows can't be kept in " + folder, broken);
    }
    return DataSource.of(file.toString());
  }

  /// The files of the flow are in the store already; the run says that they are its own.
  private void keepFlow(Run run, Deployment deployment) {
    FlowVersion version = store.endpoints().version(deployment.version()).orElseThrow();
    try (var writer = store.own(run.name(), RunOwner.ofThisProcess())) {
      writer.snapshot(
          version.files().stream()
              .map(file ->
                  new SnapshotFile(file.path(), file.content(), file.size(), file.executable()))
              .toList());
    }
  }

  private void mark(Run run, boolean isStopped) {
    var properties = new LinkedHashMap<>(run.labels().properties());
    if (isStopped) {
      properties.put(STOPPED, "true");
    } else if (properties.remove(STOPPED) == null) {
      return;
    }
    RunLabels was = run.labels();
    store.relabel(
        run.name(),
        new RunLabels(
            was.displayName(), was.description(), was.tags(), properties, was.experiment()));
  }

  private void start(RunName name) {
    active.add(name);
    threads.execute(() -> {
      try {
        places.acquire();
        try {
          var _ = runs.resume(name, RunListener.SILENT);
          if (Thread.currentThread().isInterrupted()) {
            return;
          }
        } finally {
          places.release();
        }
        active.remove(name); // not if it was interrupted: then it goes on with the next server
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (RunRefusedException | RunStoreException failed) {
        active.remove(name);
        log.accept("job %s can't run: %s".formatted(name, failed.getMessage()));
      }
    });
  }

  /// The jobs of an endpoint, the newest first.
  public List<Run> list(String endpoint) {
    return store.list(ALL).stream().filter(run -> isOf(run, endpoint)).toList();
  }

  private static boolean isOf(Run run, String endpoint) {
    return endpoint.equals(run.labels().properties().get(ENDPOINT));
  }

  /// A job of an endpoint.
  ///
  /// @throws FaultException if there is none of that name
  public Run find(String endpoint, String name) {
    return runName(name)
        .flatMap(store::find)
        .filter(run -> isOf(run, endpoint))
        .orElseThrow(() ->
            new FaultException(
                Fault.of(404, "no-such-job", "The endpoint has no job of that name.")));
  }

  private static Optional<RunName> runName(String name) {
    try {
      return Optional.of(new RunName(name));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Stops a job; what is done stays.
  public void cancel(Run run) {
    store.requestCancel(run.name());
  }

  /// Stops working on jobs, whose rows so far stay.
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      boolean _ = threads.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
      for (RunName name : active) {
        store
            .find(name)
            .filter(run -> run.status() == RunStatus.CANCELED)
            .ifPresent(run -> mark(run, true));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RunStoreException lost) {
      log.accept("jobs can't be marked: " + lost.getMessage());
    }
  }
}
