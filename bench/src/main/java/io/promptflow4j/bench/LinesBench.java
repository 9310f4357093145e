package io.promptflow4j.bench;

import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.execution.FlowResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Lines a second of one prompt and one llm node against an OpenAI endpoint, beside langchain4j
/// alone sending the same request from the same number of virtual threads.
///
/// `LinesBench URL [lines [threads]]`; the endpoint is `bench/mock_openai.mjs`. Both sides run in
/// turn, five rounds after two to warm up, in one process.
public final class LinesBench {

  private static final int ROUNDS = 7;
  private static final int WARMUP = 2;

  private LinesBench() {}

  /// Prints a line for each round and side.
  public static void main(String[] arguments) throws Exception {
    String url = arguments[0];
    int lines = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
    int threads = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 64;
    Path folder = folder(url);
    FlowSettings settings =
        FlowSettings.defaults().withConnectionFiles(List.of(folder.resolve("mock.yaml")));
    try (Flow flow = Flow.load(folder, settings)) {
      var alone = new Langchain4jAlone(url);
      for (int round = 0; round < ROUNDS; round++) {
        double ours = perSecond(lines, threads, i -> run(flow, i));
        double theirs = perSecond(lines, threads, alone::run);
        System.out.printf(
            "%s promptflow4j %.0f lines/s, langchain4j alone %.0f calls/s, ratio %.2f%n",
            round < WARMUP ? "warm-up" : "round " + (round - WARMUP + 1),
            ours,
            theirs,
            ours / theirs);
      }
    }
  }

  private interface Line {
    void run(int number) throws Exception;
  }

  private static void run(Flow flow, int number) {
    FlowResult result = flow.run(Map.of("question", question(number), "topic", "geography"));
    if (result.status() != FlowResult.Status.COMPLETED) {
      throw new IllegalStateException(result.failure().toString());
    }
  }

  static String question(int number) {
    return "Question number %05d: what is the most notable fact about item %d and why does it matter?"
        .formatted(number, number * 7919 % 10007);
  }

  private static double perSecond(int lines, int threads, Line line) throws Exception {
    var next = new AtomicInteger();
    long start = System.nanoTime();
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Boolean> work =
          () -> {
            for (int i = next.getAndIncrement(); i < lines; i = next.getAndIncrement()) {
              line.run(i);
            }
            return true;
          };
      for (var done : pool.invokeAll(java.util.Collections.nCopies(threads, work))) {
        done.get();
      }
    }
    return lines / (Duration.ofNanos(System.nanoTime() - start).toNanos() / 1e9);
  }

  private static Path folder(String url) throws IOException {
    Path folder = Files.createTempDirectory("lines-bench");
    for (String file : new String[] {"flow.dag.yaml", "build_prompt.jinja2", "answer.jinja2"}) {
      try (var in = LinesBench.class.getResourceAsStream("/simple/" + file)) {
        Files.copy(in, folder.resolve(file));
      }
    }
    Files.writeString(
        folder.resolve("mock.yaml"),
        "name: mock\ntype: open_ai\napi_key: none\nbase_url: %s\n".formatted(url));
    return folder;
  }
}
