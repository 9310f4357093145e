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
import java.util.stream.Stream;

/// Built-in evaluators as folders on disk: `CACHE/DIGEST/NAME`, made once for each content.
///
/// A folder is written beside its place and then moved there, so that processes side by side see
/// all of it or nothing. Before each use its files are compared with the resources: what somebody
/// changed is written anew.
final class BuiltinFolders {

  private static final FileAttribute<?>[] NONE = new FileAttribute<?>[0];

  private final Path cache;

  BuiltinFolders(Path cache) {
    this.cache = cache;
  }

  /// @throws EvaluatorException if it can't be written
  Path folder(String name, SequencedMap<String, byte[]> files) {
    Digest digest = BuiltinFiles.digest(files);
    Path parent = cache.resolve(digest.hex().substring(0, 16));
    Path folder = parent.resolve(name);
    try {
      if (isIntact(folder, files)) {
        return folder;
      }
      Files.createDirectories(parent, ownerOnly(cache));
      Path fresh = Files.createTempDirectory(parent, ".new");
      write(fresh, files);
      replace(fresh, folder, files);
      return folder;
    } catch (IOException broken) {
      throw new EvaluatorException(
          "the built-in evaluator '%s' can't be written to '%s': %s"
              .formatted(name, folder, broken.getMessage()),
          broken);
    }
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
