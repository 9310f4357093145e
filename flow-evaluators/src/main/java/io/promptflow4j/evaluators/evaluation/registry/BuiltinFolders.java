package io.promptflow4j.evaluators.evaluation.registry;

import io.promptflow4j.core.source.Digest;
import io.promptflow4j.evaluators.evaluation.EvaluatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Built-in evaluators as folders on disk: `CACHE/DIGEST/NAME`, made once for each content.
///
/// A folder is written beside its place and then moved there, so that processes side by side see
/// all of it or nothing. Before each use its files are compared with the resources: what somebody
/// changed is written anew.
final class BuiltinFolders {

  private static final FileAttribute<?>[] NONE = new FileAttribute<?>[0];

  private final Path cache;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Path temporary;

  BuiltinFolders(Path cache) {
    this.cache = cache;
  }

  /// The folder of an evaluator in the cache, or in a temporary folder if nothing can be written
  /// there, as in a container without a home.
  ///
  /// @throws EvaluatorException if it can't be written anywhere
  Path folder(String name, SequencedMap<String, byte[]> files) {
    try {
      return folder(cache, name, files);
    } catch (IOException unwritable) {
      return temporaryFolder(name, files, unwritable);
    }
  }

  private Path temporaryFolder(
      String name, SequencedMap<String, byte[]> files, IOException unwritable) {
    lock.lock();
    try {
      Path root = temporary == null ? Files.createTempDirectory("promptflow4j-") : temporary;
      temporary = root;
      return folder(root, name, files);
    } catch (IOException broken) {
      broken.addSuppressed(unwritable);
      throw new EvaluatorException(
          "the built-in evaluator '%s' can't be written to '%s' nor to a temporary folder: %s"
              .formatted(name, cache, broken.getMessage()),
          broken);
    } finally {
      lock.unlock();
    }
  }

  private static Path folder(Path root, String name, SequencedMap<String, byte[]> files)
      throws IOException {
    Digest digest = BuiltinFiles.digest(files);
    Path parent = root.resolve(digest.hex().substring(0, 16));
    Path folder = parent.resolve(name);
    if (!isIntact(folder, files)) {
      Files.createDirectories(parent, ownerOnly(root));
      Path fresh = Files.createTempDirectory(parent, ".new");
      write(fresh, files);
      replace(fresh, folder, files);
    }
    return folder;
  }

  private static boolean isIntact(Path folder, Map<String, byte[]> files) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    for (var file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
          || Files.size(path) != file.getValue().length
          || !Arrays.equals(Files.readAllBytes(path), file.getValue())) {
        return false;
      }
    }
    try (Stream<Path> there = Files.walk(folder)) {
      return there.filter(path -> !Files.isDirectory(path)).count() == files.size();
    }
  }

  private static void replace(Path fresh, Path folder, Map<String, byte[]> files)
      throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      delete(folder);
    }
    try {
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException late) {
      delete(fresh);
      if (!isIntact(folder, files)) { // otherwise somebody else was faster
        throw late;
      }
    }
  }

  static void write(Path folder, Map<String, byte[]> files) throws IOException {
    for (var file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> inside;
    try (Stream<Path> paths = Files.walk(folder)) {
      inside = paths.sorted((a, b) -> b.compareTo(a)).toList();
    }
    for (Path path : inside) {
      Files.deleteIfExists(path);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path folder) {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : NONE;
  }
}
