package io.promptflow4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.LauncherTree.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs the real launcher in a tree of its own, with a JDK and a Maven that only note that they
/// were called.
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

  @TempDir Path folder;

  private LauncherTree tree;

  @BeforeEach
  void plantTree() throws IOException {
    tree = LauncherTree.in(folder.resolve("a tree with blanks"));
  }

  @Test
  void theFirstUseBuildsAndRuns() throws Exception {
    Ended ended = tree.pf("flow", "test", "--inputs", "a=two words");

    assertThat(ended.exit()).isZero();
    assertThat(ended.err()).contains("first use; building with Maven");
    assertThat(ended.out()).contains("[-jar]", "[flow]", "[test]", "[--inputs]", "[a=two words]");
    assertThat(tree.builds()).isEqualTo(1);
  }

  @Test
  void theSecondUseOnlyRuns() throws Exception {
    tree.pf("--version");

    Ended ended = tree.pf("--version");

    assertThat(ended.err()).isEmpty();
    assertThat(tree.builds()).isEqualTo(1);
  }

  @Test
  void aServerGetsTheOptionsOfSomethingThatLives() throws Exception {
    Ended server = tree.pf("flow", "serve", "--source", "a");
    Ended brief = tree.pf("flow", "test", "--flow", "a");

    assertThat(server.out())
        .contains("[-XX:+UseParallelGC]", "/serve.aot]")
        .doesNotContain("TieredStopAtLevel");
    assertThat(brief.out()).contains("[-XX:TieredStopAtLevel=1]", "/pf.aot]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"endpoint", "gateway"})
  void everyServerGetsThem(String verb) throws Exception {
    Ended server = tree.pf(verb, "serve");

    assertThat(server.out()).contains("[-XX:+UseParallelGC]", "/serve.aot]");
  }

  @Test
  void aBuildMakesTheCachesOfCommandsAndOfServers() throws Exception {
    tree.pf("--version");

    assertThat(tree.root().resolve("target/pf/rehearsal.log"))
        .content()
        .containsSubsequence("/pf.aot]", "[io.promptflow4j.cli.Rehearsal]")
        .containsSubsequence("/serve.aot]", "[io.promptflow4j.cli.serve.ServingRehearsal]");
  }

  @Test
  void aChangedSourceIsBuiltAnew() throws Exception {
    tree.pf("--version");
    tree.touch("flow-core/src/main/java/Changed.java");

    Ended ended = tree.pf("--version");

    assertThat(ended.err()).contains("the sources have changed");
    assertThat(tree.builds()).isEqualTo(2);
  }

  @Test
  void theExitCodeIsThatOfTheCommand() throws Exception {
    Ended ended = tree.pf("exit", "2");

    assertThat(ended.exit()).isEqualTo(2);
  }

  @Test
  void itWorksThroughLinksAndFromAnyFolder() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("first"), tree.root().resolve("pf"));
    Path linkToLink = Files.createSymbolicLink(folder.resolve("pf link"), Path.of("first"));

    Ended ended = tree.run(folder, Map.of(), linkToLink.toString(), "--version");

    assertThat(link).isSymbolicLink();
    assertThat(ended.exit()).isZero();
    assertThat(ended.out()).contains(tree.root() + "/target/pf/");
  }

  @Test
  void twoFirstUsesAtOnceBuildOnce() throws Exception {
    List<Ended> both;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Ended> use = () -> tree.pf("--version");
      both = threads.invokeAll(List.of(use, use)).stream().map(Future::resultNow).toList();
    }

    assertThat(both).allSatisfy(ended -> assertThat(ended.exit()).isZero());
    assertThat(tree.builds()).isEqualTo(1);
  }

  @Test
  void theLockOfABuildThatWasKilledIsTakenOver() throws Exception {
    long dead = new ProcessBuilder("true").start().onExit().join().pid();
    tree.write("target/pf/lock/pid", dead + "\n");

    Ended ended = tree.pf("--version");

    assertThat(ended.exit()).isZero();
    assertThat(tree.root().resolve("target/pf/lock")).doesNotExist();
  }

  @Test
  void manyRowsRunWithTheSecondCompiler() throws Exception {
    assertThat(tree.pf("flow", "test").out()).contains("[-XX:TieredStopAtLevel=1]");
    assertThat(tree.pf("flow", "test", "--inputs", "rows.jsonl").out())
        .doesNotContain("TieredStopAtLevel");
  }

  @Test
  void withoutALocaleJavaStillReadsEveryLetter() throws Exception {
    Ended ended =
        tree.run(
            folder, Map.of("LC_ALL", "C"), tree.root().resolve("pf").toString(), "show-locale");

    assertThat(ended.out()).contains("locale C.UTF-8");
  }

  @Test
  void aClosedStreamIsNoFileOfJava() throws Exception {
    tree.pf("--version");
    String open = "[ -e /proc/self/fd/0 ] && [ -e /proc/self/fd/1 ] && [ -e /proc/self/fd/2 ]";
    tree.writeJava("#!/bin/sh\n%s && echo open >\"$ROOT/open\"\n".formatted(open));

    tree.run(folder, Map.of(), "sh", "-c", "'%s/pf' --version <&- >&- 2>&-".formatted(tree.root()));

    assertThat(tree.root().resolve("open")).hasContent("open");
  }

  @Nested
  class WhenTheBuildFails {

    @Test
    void itShowsTheMistakesAndWhereTheLogIs() throws Exception {
      tree.breakTheBuild();

      Ended ended = tree.pf("--version");

      assertThat(ended.exit()).isEqualTo(1);
      assertThat(ended.err())
          .contains("[ERROR] Broken.java:[1,1] no", "target/pf/build.log")
          .doesNotContain("Help 1");
      assertThat(ended.out()).isEmpty();
    }

    @Test
    void theNextUseTriesAgain() throws Exception {
      tree.breakTheBuild();
      tree.pf("--version");

      tree.pf("--version");

      assertThat(tree.builds()).isEqualTo(2);
    }
  }

  @Nested
  class WhenSomethingIsMissing {

    @Test
    void withoutAJdkItSaysWhatToInstall() throws Exception {
      tree.removeJdk();

      Ended ended = tree.pf("--version");

      assertThat(ended.exit()).isEqualTo(1);
      assertThat(ended.err()).contains("no JDK 25", "apt install openjdk-25-jdk", "temurin-25-jdk");
    }

    @Test
    void anOlderJavaHomeIsPassedOver() throws Exception {
      Path old = tree.plantJdk("old", "17.0.15");
      Path young = tree.plantJdk("young", "26");
      tree.removeJdk();

      Ended ended =
          tree.run(
              folder,
              Map.of("JAVA_HOME", old.toString(), "PF_JAVA_PLACES", young.toString()),
              tree.root().resolve("pf").toString(),
              "--version");

      assertThat(ended.out()).contains("java of young");
    }

    @Test
    void aWrongChoiceOfJdkIsNamed() throws Exception {
      Ended ended =
          tree.run(
              folder,
              Map.of("PF_JAVA_HOME", "/nowhere"),
              tree.root().resolve("pf").toString(),
              "--version");

      assertThat(ended.exit()).isEqualTo(1);
      assertThat(ended.err()).contains("PF_JAVA_HOME is '/nowhere'");
    }

    @Test
    void withoutMavenItSaysWhatToInstall() throws Exception {
      tree.removeMaven();

      Ended ended = tree.pf("--version");

      assertThat(ended.exit()).isEqualTo(1);
      assertThat(ended.err()).contains("Maven (mvn)", "apt install maven");
    }
  }
}
