package io.promptflow4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.compute.target.ComputeTarget;
import io.promptflow4j.core.run.progress.RunListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A master and two workers; what is killed is killed without a warning, and tasks have twins
/// wherever Spark finds a reason.
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterTest {

  @TempDir private static Path folder;
  private SparkLab lab;
  private SparkCluster cluster;

  @BeforeAll
  void start() throws Exception {
    lab = new SparkLab(folder, Duration.ofMillis(40));
    var environment = new HashMap<>(lab.environment());
    environment.remove("PF_STORE");
    environment.put("PGPASSWORD", "postgres");
    cluster = new SparkCluster(Files.createDirectories(folder.resolve("spark")), environment, 2);
    lab.targets()
        .keep(
            "cluster",
            """
            master: %s
            rows_per_task: 10
            start_timeout: 180
            conf:
              spark.executor.memory: 512m
              spark.executor.extraClassPath: %s
              spark.executor.extraJavaOptions: -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
              spark.driver.host: 127.0.0.1
              spark.driver.bindAddress: 127.0.0.1
              spark.speculation: true
              spark.speculation.interval: 20ms
              spark.speculation.multiplier: 1.01
              spark.speculation.quantile: 0.05
              spark.speculation.minTaskRuntime: 20ms
              spark.eventLog.enabled: true
              spark.eventLog.compress: false
              spark.eventLog.dir: %s
            """
                .formatted(
                    cluster.master(),
                    SparkCluster.classPath(),
                    Files.createDirectories(folder.resolve("events")).toUri()));
  }

  @AfterAll
  void stop() throws IOException {
    lab.close();
    cluster.close();
  }

  @Test
  @Order(1)
  void givesTheSameTableAsTheLocalExecutor() throws Exception {
    lab.runs().run(lab.spec("here", 200, "local"), RunListener.SILENT);
    long calls = lab.model.calls();

    Run there = lab.runs().run(lab.spec("there", 200, "cluster"), RunListener.SILENT);

    assertThat(there.progress().error()).as(String.join("\n", lab.log("there"))).isEmpty();
    assertThat(there.status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(lab.table("there")).isEqualTo(lab.table("here"));
    assertThat(lab.model.calls() - calls).isEqualTo(200);
    assertThat(cluster.executors()).hasSize(2);
  }

  @Test
  @Order(2)
  void losesNothingWhenAnExecutorIsKilled() throws Exception {
    long calls = lab.model.calls();
    CompletableFuture<Run> running =
        CompletableFuture.supplyAsync(
            () -> lab.runs().run(specOf("killed", 400), RunListener.SILENT));
    SparkCluster.await(() -> running.isDone() || lab.model.calls() - calls > 100);

    boolean _ = cluster.executors().getFirst().destroyForcibly();
    Run run = running.get();

    assertThat(run.progress().completed()).isEqualTo(400);
    assertThat(lab.table("killed")).hasSize(400).doesNotHaveDuplicates();
    assertThat(lab.model.calls() - calls).isBetween(400L, 408L);
    assertThat(run.progress().inDoubt()).isLessThanOrEqualTo(8);
    assertThat(lab.log("killed")).anyMatch(line -> line.contains("is gone"));
  }

  @Test
  @Order(3)
  void goesOnAfterADeadDriver() throws Exception {
    SparkContexts.OF_THIS_PROCESS.stop(); // or its executors would hold the cores
    long calls = lab.model.calls();
    Path data = lab.rows("orphan.jsonl", IntStream.range(0, 400).mapToObj(i -> "q" + i));
    Process driver = driver("orphan", data);
    SparkCluster.await(() -> !driver.isAlive() || lab.model.calls() - calls > 100);

    boolean _ = driver.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
    long made = lab.model.calls() - calls;
    Run run = lab.runs().resume(new RunName("orphan"), RunListener.SILENT);

    assertThat(made).isBetween(100L, 399L);
    assertThat(run.progress().completed()).isEqualTo(400);
    assertThat(lab.table("orphan")).hasSize(400).doesNotHaveDuplicates();
    assertThat(lab.model.calls() - calls).isBetween(400L, 416L); // 8 at a time in each of two
  }

  private Process driver(String name, Path data) throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            SparkCluster.classPath(),
            SparkLab.class.getName(),
            folder.toString(),
            name,
            data.toString(),
            "cluster");
    builder.environment().putAll(lab.environment());
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("driver.txt").toFile())
        .start();
  }

  @Test
  @Order(5)
  void whatIsMissingOnWorkersIsSaidBeforeTheFirstCall() throws Exception {
    long calls = lab.model.calls();
    Files.writeString(
        folder.resolve("asking/count.py"),
        """
        from promptflow.core import tool
        @tool
        def count(text: str) -> int:
            return len(text)
        """);
    Path flow = folder.resolve("asking/flow.dag.yaml");
    Files.writeString(
        flow,
        Files.readString(flow)
            + """
            - name: count
              type: python
              source:
                type: code
                path: count.py
              inputs:
                text: ${ask.output}
            """);
    String cluster = Files.readString(lab.targets().folder().resolve("cluster.yaml"));
    lab.targets().keep("nopython", cluster + "python: /nowhere/bin/python3\n");

    Run run = lab.runs().run(lab.spec("nopython", 20, "nopython"), RunListener.SILENT);

    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.progress().error().orElse(""))
        .contains("the flow can't run on a worker")
        .contains("/nowhere/bin/python3");
    assertThat(lab.model.calls()).isEqualTo(calls);
  }

  private RunSpec specOf(String name, int rows) {
    try {
      return lab.spec(name, rows, "cluster");
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Test
  @Order(9)
  void noSecretIsInWhatSparkWrites() throws Exception {
    SparkContexts.OF_THIS_PROCESS.stop();

    try (Stream<Path> files = Files.walk(folder.resolve("events"))) {
      String events = read(files);
      assertThat(events).contains("spark.executor.memory").doesNotContain("sk-canary");
      assertThat(events).doesNotContain("postgres:postgres@").doesNotContain("PGPASSWORD");
    }
    assertThat(cluster.told()).doesNotContain("sk-canary");
    assertThat(ComputeTarget.of("local[2]").conf()).isEmpty();
  }

  private static String read(Stream<Path> files) {
    return files
        .filter(Files::isRegularFile)
        .map(file -> {
          try {
            return Files.readString(file);
          } catch (IOException broken) {
            throw new UncheckedIOException(broken);
          }
        })
        .reduce("", String::concat);
  }
}
