package io.promptflow4j.core.tool.python;

import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.source.HomeFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// The Python half of this package as files that an interpreter can load.
///
/// They are written once into a private folder named after their content and stay there, so that
/// later starts also find the bytecode Python keeps beside them. Several processes may do so at the
/// same time: a folder appears complete or not at all.
final class WorkerFiles {

  private static final String INDEX = "index.txt";

  private WorkerFiles() {}

  /// The folder with the files.
  static Path install(Map<String, String> environment) {
    SequencedMap<String, byte[]> files = read();
    try {
      Path cache = cache(environment);
      Path home = cache.resolve("python-" + digest(files));
      if (!isComplete(home, files)) {
        home = publish(files, cache, home);
      }
      return home;
    } catch (IOException unwritable) {
      throw new UncheckedIOException("the Python worker's files can't be written", unwritable);
    }
  }

  private static Path cache(Map<String, String> environment) throws IOException {
    String asked = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base =
        asked.startsWith("/") ? Path.of(asked) : HomeFolder.of(environment).resolve(".cache");
    Path cache = base.resolve("promptflow4j");
    try {
      Files.createDirectories(cache, onlyForOwner());
      return Files.isWritable(cache) ? cache : temporary();
    } catch (IOException readOnly) {
      return temporary();
    }
  }

  private static Path temporary() throws IOException {
    return Files.createTempDirectory("promptflow4j-", onlyForOwner());
  }

  private static FileAttribute<?>[] onlyForOwner() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isComplete(Path home, Map<String, byte[]> files) throws IOException {
    for (var file : files.entrySet()) {
      Path path = home.resolve(file.getKey());
      if (!Files.isRegularFile(path) || Files.size(path) != file.getValue().length) {
        return false;
      }
    }
    return true;
  }

  private static Path publish(Map<String, byte[]> files, Path cache, Path home) throws IOException {
    Path fresh = Files.createTempDirectory(cache, "new-", onlyForOwner());
    for (var file : files.entrySet()) {
      Path path = fresh.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    try {
      return Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException someoneWasFaster) {
      return isComplete(home, files) ? home : fresh;
    }
  }

  private static SequencedMap<String, byte[]> read() {
    var files = new LinkedHashMap<String, byte[]>();
    for (String name : new String(resource(INDEX), StandardCharsets.UTF_8).lines().toList()) {
      files.put(name, resource(name));
    }
    return files;
  }

  private static byte[] resource(String name) {
    try (InputStream in = WorkerFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource '%s' is missing".formatted(name));
      }
      return in.readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static String digest(SequencedMap<String, byte[]> files) {
    var digest = Digest.newDigest();
    files.forEach((name, content) -> {
      digest.update((name + ":" + content.length + "\n").getBytes(StandardCharsets.UTF_8));
      digest.update(content);
    });
    return HexFormat.of().formatHex(digest.digest(), 0, 10);
  }
}
