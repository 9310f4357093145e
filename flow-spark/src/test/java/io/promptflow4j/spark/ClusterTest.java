package io.promptflow4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.run.Run;
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

/// A master and two workers; what is killed is killed without a warning.
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
            conf:
              spark.executor.memory: 512m
              spark.executor.extraClassPath: %s
              spark.executor.extraJavaOptions: -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
              spark.driver.host: 127.0.0.1
              spark.driver.bindAddress: 127.0.0.1
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
