package io.promptflow4j.core.model.connection.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// Files that only their owner may read, written so that a crash leaves the old or the new content
/// and never half of it.
final class PrivateFiles {

  private PrivateFiles() {}

  static Path folderOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException("not a file: " + file);
    }
    return parent;
  }

  static void createFolder(Path folder) throws IOException {
    Files.createDirectories(folder, attributes(folder, "rwx------"));
  }

  /// Puts `content` in place of whatever `file` held.
  static void replace(Path file, byte[] content) throws IOException {
    Path fresh = writeBeside(file, content);
    try {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      syncFolder(file);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /// Writes `content` only if there is no `file` yet, also when several processes try at once.
  static void createOnce(Path file, byte[] content) throws IOException {
    Path fresh = writeBeside(file, content);
    try {
      link(file, fresh);
      syncFolder(file);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static void link(Path file, Path fresh) throws IOException {
    try {
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException _) { // another process was first; its content counts
    } catch (UnsupportedOperationException _) {
      if (Files.notExists(file)) {
        Files.move(fresh, file);
      }
    }
  }

  private static Path writeBeside(Path file, byte[] content) throws IOException {
    Path folder = folderOf(file);
    Path fresh = Files.createTempFile(folder, ".new", ".tmp", attributes(file, "rw-------"));
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      var bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    return fresh;
  }

  private static void syncFolder(Path file) {
    try (FileChannel folder = FileChannel.open(folderOf(file))) {
      folder.force(true);
    } catch (IOException _) { // Windows has no such thing; the file itself is synced
    }
  }

  private static FileAttribute<?>[] attributes(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
