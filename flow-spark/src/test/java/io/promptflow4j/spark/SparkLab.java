package io.promptflow4j.spark;

import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.mapping.ColumnMapping;
import io.promptflow4j.core.engine.FlowRuns;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.engine.RunHost;
import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStore.RowFilter;
import io.promptflow4j.core.run.compute.target.ComputeTargets;
import io.promptflow4j.core.run.compute.target.TargetComputes;
import io.promptflow4j.core.run.progress.RunListener;
import io.promptflow4j.core.run.store.RunStores;
import io.promptflow4j.core.run.store.StoreAddress;
import io.promptflow4j.core.run.store.Workspace;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A flow of one model call, rows, a service that counts, and a store on a real server.
final class SparkLab implements AutoCloseable {

  final CountingModel model;
  private final EmbeddedPostgres server;
  private final Path folder;
  final RunStore store;

  SparkLab(Path folder, Duration latency) throws IOException {
    this.folder = folder;
    this.model = new CountingModel(latency);
    this.server = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1)).start();
    this.store = RunStores.open(address());
    flow();
  }

  private void flow() throws IOException {
    Path flow = Files.createDirectories(folder.resolve("asking"));
    Files.writeString(
        flow.resolve("flow.dag.yaml"),
        """
        inputs:
          q:
            type: string
        outputs:
          answer:
            type: string
            reference: ${ask.output}
        nodes:
        - name: ask
          type: llm
          source:
            type: code
            path: ask.jinja2
          inputs:
            model: gpt-4o-mini
            q: ${inputs.q}
          connection: openai
          api: chat
        """);
    Files.writeString(flow.resolve("ask.jinja2"), "user:\nWhat of <{{q}}>?\n");
  }

  /// What workers, and this process, find in their environment.
  Map<String, String> environment() {
    var all = new HashMap<>(System.getenv());
    all.put("OPENAI_API_KEY", "sk-canary-" + "0123456789");
    all.put("OPENAI_BASE_URL", model.url());
    all.put("PF_STORE", url("postgres:postgres@"));
    return all;
  }

  /// The address of the store.
  ///
  /// @param login `user:password@`
  String url(String login) {
    return "postgresql://%slocalhost:%d/postgres".formatted(login, server.getPort());
  }

  private StoreAddress address() {
    return address(folder, environment());
  }

  private static StoreAddress address(Path folder, Map<String, String> environment) {
    return StoreAddress.of(new Workspace(folder), environment);
  }

  ComputeTargets targets() {
    return new ComputeTargets(folder.resolve("compute"));
  }

  FlowRuns runs() {
    return runs(folder, store, environment());
  }

  private static FlowRuns runs(Path folder, RunStore store, Map<String, String> environment) {
    var targets = new ComputeTargets(folder.resolve("compute"));
    return new FlowRuns(
        store,
        RunHost.ofProcess()
            .withEnvironment(environment)
            .withComputes(new TargetComputes(targets, address(folder, environment))));
  }

  /// Another driver: runs a flow as the environment of its process says, with the folder, the name
  /// of the run, its data and the compute as arguments.
  public static void main(String[] args) {
    Path folder = Path.of(args[0]);
    try (RunStore store = RunStores.open(address(folder, System.getenv()))) {
      FlowRuns runs = runs(folder, store, System.getenv());
      if (args[3].equals("resume")) {
        runs.resume(new RunName(args[1]), RunListener.SILENT);
      } else {
        runs.run(spec(folder, args[1], Path.of(args[2]), args[3]), RunListener.SILENT);
      }
    }
    System.exit(0); // Spark's threads go on
  }

  Path rows(String name, Stream<String> questions) throws IOException {
    return Files.write(
        folder.resolve(name),
        questions.map(q -> Json.write(Value.of(Map.of("q", Value.of(q))))).toList());
  }

  /// A run of as many different rows.
  RunSpec spec(String name, int rows, String compute) throws IOException {
    return spec(name, IntStream.range(0, rows).mapToObj(i -> "q" + i), compute);
  }

  RunSpec spec(String name, Stream<String> questions, String compute) throws IOException {
    return spec(folder, name, rows(name + ".jsonl", questions), compute);
  }

  private static RunSpec spec(Path folder, String name, Path data, String compute) {
    var settings = new LinkedHashMap<String, Value>();
    settings.put("compute", Value.of(compute));
    return RunSpec.of(folder.resolve("asking").toString())
        .withName(new RunName(name))
        .withHow(FlowSettings.defaults().withModel("openai/gpt-4o-mini"))
        .withData(DataSource.of(data.toString()))
        .withMapping(
            ColumnMapping.of(
                Value.of(Map.of("q", Value.of("${data.q}"))), Place.startOf("mapping")))
        .withConcurrency(8)
        .withSettings(new Value.Mapping(settings));
  }

  /// The result table of a run.
  List<String> table(String name) {
    try (Stream<RowResult> rows = store.rows(new RunName(name), RowFilter.ALL)) {
      return rows.map(row ->
              "%d %s %s %s %s"
                  .formatted(
                      row.key().line(),
                      row.status(),
                      Json.write(row.inputs()),
                      Json.write(row.outputs()),
                      row.error().map(error -> error.code()).orElse("")))
          .toList();
    }
  }

  List<String> log(String name) {
    return store.log(new RunName(name), 0, 1_000).stream()
        .map(entry -> entry.line().level() + " " + entry.line().text())
        .toList();
  }

  @Override
  public void close() throws IOException {
    SparkContexts.OF_THIS_PROCESS.stop();
    store.close();
    server.close();
    model.close();
  }
}
