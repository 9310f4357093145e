package io.promptflow4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.engine.RunRefusedException;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.progress.RunListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// Spark in this process.
@TestInstance(Lifecycle.PER_CLASS)
class LocalSparkTest {

  @TempDir private static Path folder;
  private SparkLab lab;

  @BeforeAll
  void start() throws IOException {
    lab = new SparkLab(folder, Duration.ofMillis(5));
  }

  @AfterAll
  void stop() throws IOException {
    lab.close();
  }

  private static Stream<String> questions() {
    return IntStream.range(0, 300).mapToObj(i -> i % 50 == 7 ? "bad" + i : "q" + i % 200);
  }

  @Test
  void givesTheSameTableAsTheLocalExecutorAndPaysEachRowOnce() throws Exception {
    long before = lab.model.calls();
    Run here = lab.runs().run(lab.spec("here", questions(), "local"), RunListener.SILENT);
    long calls = lab.model.calls();
    Run there = lab.runs().run(lab.spec("there", questions(), "local[2]"), RunListener.SILENT);

    assertThat(lab.table("there")).isEqualTo(lab.table("here"));
    assertThat(calls - before).isEqualTo(300);
    assertThat(lab.model.calls() - calls).isEqualTo(300);
    assertThat(there.status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(there.progress().completed()).isEqualTo(here.progress().completed());
    assertThat(there.progress().failed()).isEqualTo(6);
    assertThat(there.progress().error()).isEqualTo(here.progress().error());
    assertThat(there.progress().calls()).isEqualTo(here.progress().calls());
    assertThat(there.progress().usage()).isEqualTo(here.progress().usage());
    assertThat(lab.store.artefacts(new RunName("there")))
        .extracting(file -> file.path())
        .contains("compute.json");
  }

  @Test
  void aRunThatIsOverIsNotRunAgainAndFailedRowsAre() throws Exception {
    lab.runs().run(lab.spec("twice", questions(), "local[2]"), RunListener.SILENT);
    long calls = lab.model.calls();

    lab.runs().resume(new RunName("twice"), RunListener.SILENT);

    assertThat(lab.model.calls()).isEqualTo(calls + 6);
  }

  @Test
  void aNameThatNobodyGaveIsRefusedBeforeTheFirstCall() throws Exception {
    long calls = lab.model.calls();

    assertThatThrownBy(() -> lab.runs().run(lab.spec("unknown", 3, "clutser"), RunListener.SILENT))
        .isInstanceOf(RunRefusedException.class)
        .hasMessageContaining("no compute is called 'clutser'");
    assertThatThrownBy(
            () -> lab.runs().run(lab.spec("gone", 3, "spark://127.0.0.1:1"), RunListener.SILENT))
        .isInstanceOf(RunRefusedException.class)
        .hasMessageContaining("no Spark master answers");
    assertThat(lab.model.calls()).isEqualTo(calls);
  }
}
