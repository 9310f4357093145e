package io.promptflow4j.server.studio.flow;

import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.studio.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/// A flow as it would be if texts that are not saved yet were: a copy of its folder beside it, so
/// that paths out of the folder lead where they led. Removed when it is closed.
final class Overlay implements AutoCloseable {

  /// How the names of such folders begin; nobody is shown them.
  static final String PREFIX = ".studio-";

  private static final long LARGEST_COPY = 8L << 20;
  private static final int MOST_FILES = 2_000;

  private final Path file;
  private final Path made;

  private Overlay(Path file, Path made) {
    this.file = file;
    this.made = made;
  }

  /// @param file the flow file
  /// @param texts by path within the workspace; those outside the flow's folder don't count
  static Overlay of(Workspace workspace, Path file, Map<String, String> texts) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IllegalStateException("a flow file without folder");
    }
    try {
      Path parent = folder.getParent();
      Path made =
          parent != null && parent.startsWith(workspace.root())
              ? Files.createTempDirectory(parent, PREFIX)
              : Files.createTempDirectory(PREFIX);
      var overlay = new Overlay(made.resolve(String.valueOf(file.getFileName())), made);
      try {
        copy(folder, made);
        for (var text : texts.entrySet()) {
          overlay.put(folder, workspace.target(text.getKey()), text.getValue());
        }
        return overlay;
      } catch (IOException | RuntimeException broken) {
        overlay.close();
        throw broken;
      }
    } catch (IOException broken) {
      throw new FaultException(
          Fault.of(409, "unreadable", "The flow's folder can't be read or written."));
    }
  }

  /// The flow file of the copy.
  Path file() {
    return file;
  }

  private void put(Path folder, Path original, String text) throws IOException {
    if (original.startsWith(folder)) {
      Path copy = made.resolve(folder.relativize(original).toString());
      Path parent = copy.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.deleteIfExists(copy);
      Files.write(copy, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          private int files;

          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (folder.equals(from)) {
              return FileVisitResult.CONTINUE;
            }
            if (!Workspace.isShown(String.valueOf(folder.getFileName()))) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String name = String.valueOf(file.getFileName());
            if (attributes.isRegularFile()
                && !name.startsWith(PREFIX)
                && attributes.size() <= LARGEST_COPY) {
              Files.copy(
                  file,
                  to.resolve(from.relativize(file).toString()),
                  StandardCopyOption.REPLACE_EXISTING);
            }
            return ++files < MOST_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
          }
        });
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(made)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException left) {
      // what is left is hidden and in nobody's way
    }
  }
}
