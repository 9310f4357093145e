package io.promptflow4j.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static final long LARGEST_FIRST_LOAD = 700L << 10;

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> theFlowViewDoesWhatAuthorsDo() throws Exception {
    Scenarios.assumeBrowser();
    Path work = Files.createDirectory(folder.resolve("work"));
    try (var open = new OpenStudio(work, Access.none())) {
      String link = open.server.address() + "/studio/#login=" + open.studio.loginCode();
      return Scenarios.run("tests/e2e/flow", link, work, folder);
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
