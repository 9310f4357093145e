package io.promptflow4j.spark;

import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.progress.RunListener;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// What takes too long for a test: `bench/spark.sh kills|wide|overhead [ROWS [KILLS]]`.
final class SparkBench implements AutoCloseable {

  private static final int AT_ONCE = 64;

  private final PrintStream out = System.out;
  private final Path folder;
  private final SparkLab lab;
  private final SparkCluster cluster;

  private SparkBench(Duration latency) throws Exception {
    this.folder = Files.createTempDirectory("promptflow-spark-bench-");
    this.lab = new SparkLab(folder, latency);
    var environment = new HashMap<>(lab.environment());
    environment.remove("PF_STORE");
    environment.put("PGPASSWORD", "postgres");
    this.cluster =
        new SparkCluster(Files.createDirectories(folder.resolve("spark")), environment, 2);
    lab.targets()
        .keep(
            "cluster",
            """
            master: %s
            concurrency: %d
            start_timeout: 180
            conf:
              spark.executor.memory: 700m
              spark.executor.extraClassPath: %s
              spark.driver.host: 127.0.0.1
              spark.driver.bindAddress: 127.0.0.1
            """
                .formatted(cluster.master(), AT_ONCE, SparkCluster.classPath()));
  }

  /// Runs the one that is named.
  @SuppressWarnings("ClosingStandardOutputStreams") // a bench leaves its output open
  public static void main(String[] args) throws Exception {
    String which = args.length > 0 ? args[0] : "";
    switch (which) {
      case "kills" -> {
        try (var bench = new SparkBench(Duration.ofMillis(100))) {
          bench.kills(number(args, 1, 5_000), number(args, 2, 30));
        }
      }
      case "wide" -> {
        try (var bench = new SparkBench(Duration.ofMillis(200))) {
          bench.wide(number(args, 1, 20_000));
        }
      }
      case "overhead" -> {
        try (var bench = new SparkBench(Duration.ZERO)) {
          bench.overhead(number(args, 1, 100_000));
        }
      }
      default -> {
        System.out.println("say kills, wide or overhead");
        System.exit(2);
      }
    }
    System.exit(0);
  }

  private static int number(String[] args, int at, int usual) {
    return args.length > at ? Integer.parseInt(args[at]) : usual;
  }

  private RunSpec spec(String name, int rows, String compute) throws IOException {
    return lab.spec(name, rows, compute).withConcurrency(AT_ONCE);
  }

  /// Kills an executor, a worker or the driver at random moments of one run, until it is through.
  private void kills(int rows, int kills) throws Exception {
    long seed = System.nanoTime();
    var random = new Random(seed);
    out.printf("seed %d%n", seed);
    Path data = lab.rows("killed.jsonl", IntStream.range(0, rows).mapToObj(i -> "q" + i));
    RunName name = new RunName("killed");
    Process driver = driver("first", name, data);
    int done = 0;
    long next = random.nextInt(2 * rows / (kills + 1));
    while (!isOver(name) && done < kills) {
      pause(20);
      if (!driver.isAlive()) {
        driver = driver("again", name, data);
        continue;
      }
      if (lab.model.calls() < next) {
        continue;
      }
      next = lab.model.calls() + random.nextInt(Math.max(1, 2 * rows / (kills + 1)));
      String what = List.of("executor", "worker", "driver").get(random.nextInt(3));
      if (kill(what, driver)) {
        done++;
        out.printf("%d: %s killed at %d calls%n", done, what, lab.model.calls());
      }
    }
    while (!isOver(name)) {
      if (!driver.isAlive()) {
        driver = driver("again", name, data);
      }
      pause(500);
    }
    Run run = lab.store.find(name).orElseThrow();
    List<String> table = lab.table(name.value());
    out.printf(
        "kills %d, rows %d, in the table %d (different %d), calls %d, questions %d, extra %d,"
            + " in doubt on record %d%n",
        done,
        rows,
        table.size(),
        table.stream().distinct().count(),
        lab.model.calls(),
        lab.model.questions(),
        lab.model.calls() - rows,
        run.progress().inDoubt());
  }

  private boolean isOver(RunName name) {
    return lab.store
        .find(name)
        .filter(run -> run.status() == RunStatus.COMPLETED && !lab.store.isOwned(name))
        .isPresent();
  }

  private boolean kill(String what, Process driver) throws IOException {
    return switch (what) {
      case "executor" -> {
        List<ProcessHandle> executors = cluster.executors();
        yield !executors.isEmpty() && executors.getFirst().destroyForcibly();
      }
      case "worker" -> cluster.replaceWorker();
      default -> driver.destroyForcibly() != null;
    };
  }

  private Process driver(String how, RunName name, Path data) throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            SparkCluster.classPath(),
            SparkLab.class.getName(),
            folder.toString(),
            name.value(),
            data.toString(),
            lab.store.find(name).isPresent() ? "resume" : "cluster");
    builder.environment().putAll(lab.environment());
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("driver-" + how + ".txt").toFile())
        .start();
  }

  private static void pause(long millis) throws InterruptedException {
    boolean _ = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
  }

  /// How much of both workers' limits is used, and whether the table is that of a local run.
  private void wide(int rows) throws Exception {
    lab.runs().run(spec("warm", 64, "cluster"), RunListener.SILENT);
    long start = System.nanoTime();
    Run run = lab.runs().run(spec("there", rows, "cluster"), RunListener.SILENT);
    double seconds = (System.nanoTime() - start) / 1e9;
    double least = rows * 0.2 / (2 * AT_ONCE);
    out.printf(
        "wide: %d rows in %.1f s, least %.1f s, %.1f %% of the limits (%d at once at most), %s%n",
        rows, seconds, least, 100 * least / seconds, lab.model.mostAtOnce(), run.status().label());
    lab.runs().run(spec("here", rows, "local").withConcurrency(2 * AT_ONCE), RunListener.SILENT);
    out.printf("the same table: %b%n", lab.table("here").equals(lab.table("there")));
  }

  /// What a row takes more than in the local executor.
  private void overhead(int rows) throws Exception {
    lab.runs().run(spec("warm", 64, "cluster"), RunListener.SILENT);
    double here = timed("here", rows, "local");
    double there = timed("there", rows, "cluster");
    out.printf(
        "overhead: %d rows, local %.3f ms a row, cluster %.3f ms, difference %.3f ms%n",
        rows, here, there, there - here);
  }

  private double timed(String name, int rows, String compute) throws Exception {
    RunSpec spec = spec(name, rows, compute);
    long start = System.nanoTime();
    lab.runs().run(spec, RunListener.SILENT);
    return (System.nanoTime() - start) / 1e6 / rows;
  }

  @Override
  public void close() throws IOException {
    lab.close();
    cluster.close();
  }
}
