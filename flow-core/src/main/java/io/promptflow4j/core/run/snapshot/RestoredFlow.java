package io.promptflow4j.core.run.snapshot;

import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStore.SnapshotFile;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The flow of a run as it was when the run was made, in a temporary folder that closing removes.
public final class RestoredFlow implements AutoCloseable {

  private final Path parent;
  private final Path flow;

  private RestoredFlow(Path parent, Path flow) {
    this.parent = parent;
    this.flow = flow;
  }

  /// Puts the snapshot of `run` back.
  ///
  /// @throws SnapshotException if there is none, or if it can't be written
  public static RestoredFlow of(Run run, RunStore store) {
    List<SnapshotFile> files = store.snapshot(run.name());
    if (files.isEmpty()) {
      throw new SnapshotException(
          "missing-snapshot",
          "run '%s' has no snapshot of its flow; make a new run".formatted(run.name()),
          null);
    }
    return of("run '%s'".formatted(run.name()), Path.of(run.plan().flow()), files, store);
  }

  /// Puts files back.
  ///
  /// @param whose whose snapshot it is, for messages
  /// @param written the path of the flow: of its folder, or of its file in a folder
  /// @throws SnapshotException if it can't be written
  public static RestoredFlow of(
      String whose, Path written, List<SnapshotFile> files, RunStore store) {
    try {
      Path parent = Files.createTempDirectory("promptflow-run-").toRealPath();
      boolean isFile = written.toString().matches(".*\\.(?:yaml|yml|prompty|json)");
      Path folder = parent.resolve(nameOf(isFile ? written.getParent() : written));
      for (SnapshotFile file : files) {
        put(file, folder, store);
      }
      return new RestoredFlow(parent, isFile ? folder.resolve(nameOf(written)) : folder);
    } catch (IOException broken) {
      throw new SnapshotException(
          "unreadable-file",
          "the snapshot of %s can't be written: %s".formatted(whose, broken.getMessage()),
          broken);
    }
  }

  private static String nameOf(@Nullable Path path) {
    Path name = path == null ? null : path.getFileName();
    return name == null ? "flow" : name.toString();
  }

  private static void put(SnapshotFile file, Path folder, RunStore store) throws IOException {
    Path target = folder.resolve(file.path()).normalize();
    if (!target.startsWith(folder)) {
      throw new IOException("'%s' leaves the folder".formatted(file.path()));
    }
    byte[] content =
        store
            .content(file.content())
            .orElseThrow(() -> new IOException("'%s' is not in the store".formatted(file.path())));
    Files.createDirectories(target.resolveSibling("."));
    Files.write(target, withoutIncludes(file.path(), content));
    if (file.executable()) {
      boolean _ = target.toFile().setExecutable(true);
    }
  }

  /// What the flow includes stands in the snapshot already.
  private static byte[] withoutIncludes(String path, byte[] content) {
    return path.matches("flow\\.(?:dag|flex)\\.ya?ml") ? Includes.without(content) : content;
  }

  /// The folder or file to load.
  public Path flow() {
    return flow;
  }

  @Override
  public void close() {
    try {
      Files.walkFileTree(parent, new Removing());
    } catch (IOException _) {
      return; // it is in the system's temporary space, which is emptied in its own time
    }
  }

  private static final class Removing extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path left, @Nullable IOException problem)
        throws IOException {
      Files.deleteIfExists(left);
      return FileVisitResult.CONTINUE;
    }
  }
}
