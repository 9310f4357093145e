package io.promptflow4j.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
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

  @TempDir Path around;

  @TestFactory
  Stream<DynamicTest> thePagesDoWhatPeopleDo() throws Exception {
    Scenarios.assumeBrowser();
    try (OpenDesk desk = OpenDesk.in(around)) {
      begin(desk.workspace);
      return Scenarios.run("tests/e2e/work", desk.link(), desk.workspace, around);
    }
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
}
