package io.promptflow4j.core.definition.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.promptflow4j.core.source.Diagnostic;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowFileTest {

  private static final String SECRET = "root:x:0:0 a secret";

  @TempDir private Path folder;

  @Test
  void theOnlyFlowFileOfAFolderIsReadAndNamedRelativeToIt() throws IOException {
    Files.writeString(folder.resolve("flow.dag.yml"), "nodes: 3");

    FlowRead read = read(folder);

    assertThat(read.folder().orElseThrow().root()).isEqualTo(folder.toRealPath());
    assertThat(read.diagnostics())
        .extracting(found -> found.place().toString())
        .containsExactly("flow.dag.yml:1:8");
  }

  @Test
  void aFileMayBeNamedWithoutItsFolder() {
    assertThat(codes(Path.of("no-such-flow.dag.yaml"))).containsExactly("missing-flow-file");
    assertThat(codes(Path.of("/"))).containsExactly("missing-flow-file");
    assertThat(codes(Path.of(""))).containsExactly("missing-flow-file");
  }

  @Nested
  class WhenTheFileIsATrap {

    @Test
    void aLinkThatLeavesTheFolderIsRefusedUnread() throws IOException {
      Path outside = Files.writeString(folder.resolve("outside.yaml"), SECRET);
      Path flow = Files.createDirectory(folder.resolve("flow"));
      Files.createSymbolicLink(flow.resolve("flow.dag.yaml"), outside);

      assertThat(codes(flow)).containsExactly("path-outside");
      assertThat(codes(flow.resolve("flow.dag.yaml"))).containsExactly("path-outside");
      assertThat(read(flow).text()).isEmpty();
    }

    @Test
    void aLinkInsideTheFolderIsFollowed() throws IOException {
      Files.writeString(folder.resolve("real.yaml"), "nodes: []");
      Files.createSymbolicLink(folder.resolve("flow.dag.yaml"), Path.of("real.yaml"));

      assertThat(read(folder).definition()).isPresent();
    }

    @Test
    void theFolderItselfMayBeALink() throws IOException {
      Path real = Files.createDirectory(folder.resolve("real"));
      Files.writeString(real.resolve("flow.dag.yaml"), "nodes: []");
      Files.createSymbolicLink(folder.resolve("link"), real);

      assertThat(read(folder.resolve("link")).definition()).isPresent();
    }

    @Test
    void linksThatLeadNowhereOrRoundAreRefused() throws IOException {
      Files.createSymbolicLink(folder.resolve("flow.dag.yaml"), Path.of("nowhere"));
      Files.createSymbolicLink(folder.resolve("loop.yaml"), Path.of("loop.yaml"));

      assertThat(codes(folder)).containsExactly("unsupported-file");
      assertThat(codes(folder.resolve("loop.yaml"))).containsExactly("unsupported-file");
    }

    @Test
    void aPipeIsNotWaitedFor() throws Exception {
      Process made =
          new ProcessBuilder("mkfifo", folder.resolve("flow.dag.yaml").toString()).start();
      assumeTrue(made.waitFor() == 0);

      assertTimeoutPreemptively(
          Duration.ofSeconds(10),
          () -> assertThat(codes(folder)).containsExactly("unsupported-file"));
    }

    @Test
    void aDeviceIsNotRead() throws IOException {
      assumeTrue(Files.exists(Path.of("/dev/zero")));
      Files.createSymbolicLink(folder.resolve("flow.dag.yaml"), Path.of("/dev/zero"));

      assertThat(codes(folder)).containsExactly("path-outside");
    }

    @Test
    void aHugeSparseFileIsReadNoFurtherThanAllowed() throws IOException {
      try (var file = new RandomAccessFile(folder.resolve("flow.dag.yaml").toFile(), "rw")) {
        file.setLength(100L << 30);
      }

      assertThat(codes(folder)).containsExactly("file-too-large");
    }
  }

  private static List<String> codes(Path path) {
    return read(path).diagnostics().stream().map(Diagnostic::code).toList();
  }

  private static FlowRead read(Path path) {
    FlowRead read = new FlowReader().read(path);
    assertThat(read.diagnostics().toString()).doesNotContain("secret");
    return read;
  }
}
