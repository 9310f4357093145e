package io.promptflow4j.bench;

import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.engine.FlowRuns;
import io.promptflow4j.core.engine.RunHost;
import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.progress.BatchProgress;
import io.promptflow4j.core.run.progress.RunListener;
import io.promptflow4j.core.run.store.RunStores;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A whole run of one prompt and one `llm` node, from the start of the process to its end: rows a
/// second, each on disk, and the largest memory the process had.
///
/// `RunBench FOLDER ROWS CONCURRENCY [URL]`. Without the address of an OpenAI endpoint
/// (`bench/mock_openai.mjs`) a scripted model answers at once. The folder keeps flow, data and
/// store; the second time with as many rows it resumes the run, which then has nothing to do.
public final class RunBench {

  private static final List<String> TOPICS =
      List.of("geography", "history", "physics", "music", "cooking");
  private static final String ANSWER = "word ".repeat(40).strip();

  private RunBench() {}

  /// Prints progress and the figures.
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[0])).toAbsolutePath();
    int rows = Integer.parseInt(arguments[1]);
    int concurrency = Integer.parseInt(arguments[2]);
    Optional<String> url = Optional.of(arguments).filter(all -> all.length > 3).map(all -> all[3]);
    Path data = data(folder, rows);
    Path flow = flow(folder.resolve("flow"), url);
    var environment = new LinkedHashMap<>(System.getenv());
    environment.put("PF_WORKSPACE", folder.resolve("workspace").toString());
    try (RunStore store = RunStores.open(folder, environment)) {
      var host = RunHost.ofProcess().withEnvironment(environment);
      if (url.isPresent()) {
        host = host.withConnectionFiles(List.of(folder.resolve("flow/mock.yaml")));
      }
      run(new FlowRuns(store, host), flow, data, rows, concurrency);
    }
  }

  private static void run(FlowRuns runs, Path flow, Path data, int rows, int concurrency) {
    var name = new RunName("bench-" + rows);
    boolean again = runs.store().find(name).isPresent();
    var spec =
        RunSpec.of(flow.toString())
            .withName(name)
            .withData(DataSource.of(data.toString()))
            .withConcurrency(concurrency);
    var listener = new Tenths();
    long start = System.nanoTime();
    Run run = again ? runs.resume(name, listener) : runs.run(spec, listener);
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%s %s: %,d rows, %,d failed, in %.2f s = %,.0f rows/s; %.2f s since the start of the"
            + " process; largest memory %s%n",
        again ? "again" : "run",
        run.status(),
        run.progress().completed(),
        run.progress().failed(),
        seconds,
        run.progress().completed() / seconds,
        ManagementFactory.getRuntimeMXBean().getUptime() / 1e3,
        memory("VmHWM"));
  }

  /// Says now and then how far the run is.
  private static final class Tenths implements RunListener {
    private long told;

    @Override
    public void progress(BatchProgress progress) {
      long tenth = Math.max(1, progress.rows() / 10);
      if (progress.completed() / tenth > told) {
        told = progress.completed() / tenth;
        double seconds = progress.elapsed().toMillis() / 1e3;
        System.out.printf(
            "%,d rows in %.1f s = %,.0f rows/s, memory %s%n",
            progress.completed(), seconds, progress.completed() / seconds, memory("VmRSS"));
      }
    }
  }

  private static String memory(String what) {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith(what))
          .findFirst()
          .map(line -> line.substring(what.length() + 1).strip())
          .orElse("unknown");
    } catch (IOException _) { // another system than Linux
      return "unknown";
    }
  }

  private static Path data(Path folder, int rows) throws IOException {
    Path file = folder.resolve("rows-%d.jsonl".formatted(rows));
    if (!Files.exists(file)) {
      try (BufferedWriter lines = Files.newBufferedWriter(file)) {
        for (int i = 0; i < rows; i++) {
          lines.write(
              "{\"question\": \"%s\", \"topic\": \"%s\"}\n"
                  .formatted(LinesBench.question(i), TOPICS.get(i % TOPICS.size())));
        }
      }
    }
    return file;
  }

  private static Path flow(Path folder, Optional<String> url) throws IOException {
    Files.createDirectories(folder);
    for (String file : List.of("flow.dag.yaml", "build_prompt.jinja2", "answer.jinja2")) {
      try (var in = RunBench.class.getResourceAsStream("/simple/" + file)) {
        Files.write(folder.resolve(file), in.readAllBytes());
      }
    }
    Map<String, String> answering =
        url.map(address ->
                Map.of(
                    "mock.yaml",
                    "name: mock\ntype: open_ai\napi_key: none\nbase_url: %s\n".formatted(address)))
            .orElse(Map.of("scripted.yaml", "rules: []\ndefault: %s\n".formatted(ANSWER)));
    for (var file : answering.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    return folder;
  }
}
