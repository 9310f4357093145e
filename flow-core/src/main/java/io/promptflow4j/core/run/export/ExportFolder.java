package io.promptflow4j.core.run.export;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/// Where an export is written: an empty folder, and nothing outside it.
final class ExportFolder {

  private final Path root;

  private ExportFolder(Path root) {
    this.root = root;
  }

  /// Makes it.
  ///
  /// @throws IOException if it is a file, or a folder that holds something
  static ExportFolder of(Path root) throws IOException {
    if (Files.exists(root)) {
      if (!Files.isDirectory(root)) {
        throw new IOException("'%s' is a file; name a folder".formatted(root));
      }
      try (Stream<Path> inside = Files.list(root)) {
        if (inside.findAny().isPresent()) {
          throw new IOException("'%s' is not empty; name a new folder".formatted(root));
        }
      }
    }
    return new ExportFolder(Files.createDirectories(root).toAbsolutePath().normalize());
  }

  private Path file(String path) throws IOException {
    Path file = root.resolve(path).normalize();
    if (!file.startsWith(root) || file.equals(root)) {
      throw new IOException("'%s' leaves the folder of the export".formatted(path));
    }
    Files.createDirectories(file.resolveSibling("."));
    return file;
  }

  void write(String path, byte[] content) throws IOException {
    Files.write(file(path), content);
  }

  void write(String path, String text) throws IOException {
    Files.writeString(file(path), text);
  }

  void writeLine(String path, Value record) throws IOException {
    write(path, Json.write(record) + "\n");
  }

  BufferedWriter open(String path) throws IOException {
    return Files.newBufferedWriter(file(path));
  }

  /// Puts a file at the end of what was written to `out`, and removes it.
  void moveInto(BufferedWriter out, String path) throws IOException {
    Path file = file(path);
    try (var lines = Files.newBufferedReader(file)) {
      lines.transferTo(out);
    }
    Files.delete(file);
  }

  void executable(String path) throws IOException {
    boolean _ = file(path).toFile().setExecutable(true);
  }

  /// A name for a folder: what a file system may not like becomes `_`.
  static String safe(String name) {
    String plain = name.replaceAll("[\\\\/:*?\"<>|\\p{Cntrl}]", "_");
    return plain.matches("\\.*") ? "_" + plain : plain;
  }

  static String nineDigits(long number) {
    return String.format(Locale.ROOT, "%09d", number);
  }
}
