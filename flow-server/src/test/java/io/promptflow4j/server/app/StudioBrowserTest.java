package io.promptflow4j.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The studio as people use it, in a real Chromium; left out where Chromium, Node or the page is
/// not there. The scenarios are in `src/main/studio/tests/e2e`.
@Execution(ExecutionMode.CONCURRENT)
class StudioBrowserTest {

  private static final Path SOURCES = Path.of("src/main/studio");
  private static final long LARGEST_FIRST_LOAD = 700L << 10;

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> theFlowViewDoesWhatAuthorsDo() throws Exception {
    return scenarios("tests/e2e/flow");
  }

  private Stream<DynamicTest> scenarios(String name) throws Exception {
    assumeTrue(StudioContent.isBuilt(), "the studio's page is not built");
    assumeTrue(
        Files.isDirectory(SOURCES.resolve("node_modules/playwright-core")), "npm was not there");
    assumeTrue(
        Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser")
            .map(Path::of)
            .anyMatch(Files::isExecutable),
        "Chromium is not there");
    Path log = folder.resolve("scenarios.log");
    Path work = Files.createDirectory(folder.resolve("work"));
    try (var open = new OpenStudio(work, Access.none())) {
      String link = open.server.address() + "/studio/#login=" + open.studio.loginCode();
      Process run =
          new ProcessBuilder("node", "tests/e2e/run.mjs", link, work.toString(), name)
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

  private static void check(String[] parts) {
    if (parts[0].equals("not ok")) {
      fail(parts[3]);
    }
  }

  @Test
  void whatIsLoadedFirstIsSmall() throws Exception {
    assumeTrue(StudioContent.isBuilt(), "the studio's page is not built");
    try (var open = new OpenStudio(folder, Access.none())) {
      String page = open.get("/studio/").body();

      long size =
          page.lines()
              .filter(line -> line.contains("/studio/assets/"))
              .map(line -> line.replaceFirst(".*(/studio/assets/[^\"]+).*", "$1"))
              .mapToLong(part -> zipped(open, part))
              .sum();

      assertThat(size).isBetween(10_000L, LARGEST_FIRST_LOAD);
      assertThat(page).doesNotContain("<script>", "__NONCE__", "http://", "https://");
    }
  }

  private static long zipped(OpenStudio open, String part) {
    var counted = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(counted)) {
      zip.write(open.get(part).body().getBytes(StandardCharsets.UTF_8));
    } catch (IOException | InterruptedException broken) {
      throw new IllegalStateException(part, broken);
    }
    return counted.size();
  }
}
