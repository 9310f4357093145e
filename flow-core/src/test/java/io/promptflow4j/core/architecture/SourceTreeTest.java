package io.promptflow4j.core.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the compiler can't see: sizes of files and folders, and the words they are named with.
class SourceTreeTest {

  private static final int MAX_LINES = 400;
  private static final int MAX_FILES = 15;

  private static final List<String> VAGUE =
      List.of("util", "utils", "common", "impl", "internal", "service", "helper", "manager");

  /// The main sources of all modules, found from the folder that the build runs this module in.
  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      return files
          .filter(file -> file.toString().contains("src/main/java"))
          .filter(file -> file.toString().endsWith(".java"))
          .toList();
    }
  }

  @Test
  void noFileIsLong() throws IOException {
    for (Path file : sources()) {
      try (Stream<String> lines = Files.lines(file)) {
        assertThat(lines.count()).as(file.toString()).isLessThanOrEqualTo(MAX_LINES);
      }
    }
  }

  @Test
  void noFolderIsCrowded() throws IOException {
    var counts = new TreeMap<Path, Integer>();
    for (Path file : sources()) {
      if (!file.endsWith("package-info.java")) { // which says what the folder is
        counts.merge(file.getParent(), 1, Integer::sum);
      }
    }

    assertThat(counts).hasSizeGreaterThan(10);
    assertThat(counts.entrySet()).noneMatch(folder -> folder.getValue() > MAX_FILES);
  }

  @Test
  void everyPackageSaysWhatItIs() throws IOException {
    for (Path file : sources()) {
      if (!file.endsWith("module-info.java")) {
        Path info = file.resolveSibling("package-info.java");
        assertThat(info).exists();
        assertThat(Files.readString(info)).contains("@NullMarked");
      }
    }
  }

  @Test
  void noFolderHasAVagueName() throws IOException {
    assertThat(sources())
        .noneMatch(file ->
            Stream.of(file.getParent().toString().split("/", -1)).anyMatch(VAGUE::contains));
  }
}
