package io.promptflow4j.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The pages of the workspace (runs, comparisons, models, endpoints, changes …) as people use them,
/// in a real Chromium; left out where Chromium, Node or the page is not there. The scenarios are in
/// `src/main/studio/tests/e2e/work`.
@Execution(ExecutionMode.CONCURRENT)
class StudioPagesTest {

  private static final Path SOURCES = Path.of("src/main/studio");

  @TempDir Path around;

  @TestFactory
  Stream<DynamicTest> thePagesDoWhatPeopleDo() throws Exception {
    assumeTrue(StudioContent.isBuilt(), "the studio's page is not built");
    assumeTrue(
        Files.isDirectory(SOURCES.resolve("node_modules/playwright-core")), "npm was not there");
    assumeTrue(
        Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser")
            .map(Path::of)
            .anyMatch(Files::isExecutable),
        "Chromium is not there");
    Path log = around.resolve("scenarios.log");
    try (OpenDesk desk = OpenDesk.in(around)) {
      begin(desk.workspace);
      Process run =
          new ProcessBuilder(
                  "node",
                  "tests/e2e/run.mjs",
                  desk.link(),
                  desk.workspace.toString(),
                  "tests/e2e/work")
              .directory(SOURCES.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      try {
        assertThat(run.waitFor(15, TimeUnit.MINUTES)).as("all scenarios ended").isTrue();
      } finally {
        run.destroyForcibly();
      }
    }
    List<String> lines = Files.readAllLines(log);
    assertThat(lines).as("what was said").anyMatch(line -> line.startsWith("ok\t"));
    return lines.stream()
        .filter(line -> line.startsWith("ok\t") || line.startsWith("not ok\t"))
        .map(line -> line.split("\t", -1))
        .map(parts -> dynamicTest(parts[1], () -> check(parts)));
  }

  /// A repository, so that there is something to commit to.
  private static void begin(Path workspace) throws Exception {
    for (List<String> command :
        List.of(
            List.of("git", "init", "-q", "-b", "main"),
            List.of("git", "config", "user.email", "ann@example.org"),
            List.of("git", "config", "user.name", "Ann"))) {
      Process process = new ProcessBuilder(command).directory(workspace.toFile()).start();
      assertThat(process.waitFor()).isZero();
    }
  }

  private static void check(String[] parts) {
    if (parts[0].equals("not ok")) {
      fail(parts[3]);
    }
  }
}
