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

/// What people do with the studio, in a real Chromium, as files of `src/main/studio/tests/e2e`
/// tell.
final class Scenarios {

  private static final Path SOURCES = Path.of("src/main/studio");

  private Scenarios() {}

  /// Leaves the test out where Chromium, Node or the page is not there.
  static void assumeBrowser() {
    assumeTrue(StudioContent.isBuilt(), "the studio's page is not built");
    assumeTrue(
        Files.isDirectory(SOURCES.resolve("node_modules/playwright-core")), "npm was not there");
    assumeTrue(
        Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser")
            .map(Path::of)
            .anyMatch(Files::isExecutable),
        "Chromium is not there");
  }

  /// Runs those of a folder against a studio that is open, and returns what came of each.
  ///
  /// @param link that lets in
  /// @param around where there is room for a log
  static Stream<DynamicTest> run(String folder, String link, Path workspace, Path around)
      throws Exception {
    Path log = around.resolve("scenarios.log");
    Process run =
        new ProcessBuilder("node", "tests/e2e/run.mjs", link, workspace.toString(), folder)
            .directory(SOURCES.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(run.waitFor(15, TimeUnit.MINUTES)).as("all scenarios ended").isTrue();
    } finally {
      run.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(log);
    assertThat(lines).as("what was said").anyMatch(line -> line.startsWith("ok\t"));
    return lines.stream()
        .filter(line -> line.startsWith("ok\t") || line.startsWith("not ok\t"))
        .map(line -> line.split("\t", -1))
        .map(parts -> dynamicTest(parts[1], () -> check(parts)));
  }

  private static void check(String[] parts) {
    if (parts[0].equals("not ok")) {
      fail(parts[3]);
    }
  }
}
