package io.promptflow4j.core.engine;

import io.promptflow4j.core.OwnClassPath;
import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.progress.RunListener;
import io.promptflow4j.core.run.store.RunStores;
import io.promptflow4j.core.run.store.StoreAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/// A process of its own that works on the run `killed` of a folder, for tests that kill it.
///
/// The folder holds the flow `flow`, the rows `data.jsonl`, the connection `model.yaml`, and gets
/// the store `runs.sqlite`.
final class RunProcess {

  static final RunName NAME = new RunName("killed");
  static final int CONCURRENCY = 16;

  private RunProcess() {}

  /// Writes everything but the store.
  static void prepare(Path folder, String address, int rows) throws IOException {
    Path flow = Files.createDirectories(folder.resolve("flow"));
    Files.writeString(
        flow.resolve("flow.dag.yaml"),
        """
        inputs:
          question: {type: string}
        outputs:
          answer: {type: string, reference: '${ask.output}'}
        nodes:
        - {name: ask, type: llm, source: {type: code, path: ask.jinja2}, api: chat, connection: model,
           inputs: {model: m, question: '${inputs.question}'}}
        """);
    Files.writeString(flow.resolve("ask.jinja2"), "# user:\n{{question}}");
    Files.writeString(
        folder.resolve("model.yaml"),
        "name: model\ntype: open_ai\napi_key: none\nbase_url: %s\n".formatted(address));
    Files.write(
        folder.resolve("data.jsonl"),
        IntStream.range(0, rows).mapToObj("{\"question\": \"question %d\"}"::formatted).toList());
  }

  /// Makes the run of the folder `arguments[0]`, or goes on with it.
  public static void main(String[] arguments) throws InterruptedException {
    Path folder = Path.of(arguments[0]);
    var ended = new CountDownLatch(1);
    Thread worker = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              worker.interrupt();
              try {
                ended.await();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            }));
    try (RunStore store = store(folder)) {
      work(folder, store);
    } finally {
      ended.countDown();
    }
  }

  static RunStore store(Path folder) {
    return RunStores.open(new StoreAddress.Sqlite(folder.resolve("runs.sqlite")));
  }

  static FlowRuns runs(Path folder, RunStore store) {
    return new FlowRuns(
        store,
        RunHost.ofProcess()
            .withEnvironment(Map.of())
            .withConnectionFiles(List.of(folder.resolve("model.yaml"))));
  }

  static Run work(Path folder, RunStore store) {
    FlowRuns runs = runs(folder, store);
    return store.find(NAME).isPresent()
        ? runs.resume(NAME, RunListener.SILENT)
        : runs.run(spec(folder), RunListener.SILENT);
  }

  /// Another run of the same rows that shares its calls.
  static Run workBeside(Path folder, RunStore store) {
    RunSpec beside = spec(folder).withName(new RunName("beside")).withScope(NAME.value());
    return runs(folder, store).run(beside, RunListener.SILENT);
  }

  static RunSpec spec(Path folder) {
    return RunSpec.of(folder.resolve("flow").toString())
        .withName(NAME)
        .withData(DataSource.of(folder.resolve("data.jsonl").toString()))
        .withConcurrency(CONCURRENCY);
  }

  /// Starts it. What it says goes to the file `process.log`.
  static Process start(Path folder) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            OwnClassPath.text(),
            RunProcess.class.getName(),
            folder.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("process.log").toFile()))
        .start();
  }
}
