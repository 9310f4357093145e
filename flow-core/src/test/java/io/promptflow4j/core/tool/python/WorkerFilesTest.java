package io.promptflow4j.core.tool.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerFilesTest {

  private static final Path SOURCES =
      Path.of("src/main/resources/io/promptflow4j/core/tool/python");

  @TempDir Path cache;

  private Map<String, String> environment() {
    return Map.of("XDG_CACHE_HOME", cache.toString());
  }

  @Test
  void theIndexListsEveryFile() throws Exception {
    assertThat(Files.readAllLines(SOURCES.resolve("index.txt"))).isEqualTo(pythonFiles(SOURCES));
  }

  @Test
  void allFilesAreWrittenOnceIntoAPrivateFolder() throws Exception {
    Path home = WorkerFiles.install(environment());

    assertThat(pythonFiles(home)).isEqualTo(pythonFiles(SOURCES));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
        .isEqualTo("rwx------");
    assertThat(WorkerFiles.install(environment())).isEqualTo(home);
  }

  @Test
  void aDamagedFolderIsNotUsed() throws Exception {
    Path home = WorkerFiles.install(environment());
    Files.writeString(home.resolve("start.py"), "");

    Path other = WorkerFiles.install(environment());

    assertThat(other).isNotEqualTo(home);
    assertThat(pythonFiles(other)).isEqualTo(pythonFiles(SOURCES));
    assertThat(Files.size(other.resolve("start.py"))).isPositive();
  }

  private static List<String> pythonFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".py"))
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
