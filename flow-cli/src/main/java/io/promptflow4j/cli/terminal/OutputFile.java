package io.promptflow4j.cli.terminal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/// A file that a command writes for people or programs: it is there whole, or as it was before.
///
/// @param path where it is to be
public record OutputFile(Path path) {

  /// Why it can't be written, as far as that can be told without writing it.
  public Optional<String> obstacle() {
    if (Files.isDirectory(path)) {
      return Optional.of("it is a folder");
    }
    Path above = path.toAbsolutePath().getParent();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    if (above == null) {
      return Optional.of("there is no such place");
    }
    if (!Files.isDirectory(above)) {
      return Optional.of("'%s' is no folder".formatted(above));
    }
    return Files.isWritable(Files.exists(path) ? path : above)
        ? Optional.empty()
        : Optional.of("permission denied");
  }

  /// Writes it, and the folders it lies in.
  ///
  /// @throws IOException if that can't be done; what was there before stays then
  public void write(String text) throws IOException {
    if (Files.exists(path) && !Files.isRegularFile(path)) { // a device or a pipe
      Files.writeString(path, text);
      return;
    }
    Path file = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
    Path folder = file.getParent();
    if (folder == null) {
      throw new NoSuchFileException(path.toString());
    }
    Files.createDirectories(folder);
    Path fresh = folder.resolve(".pf-%s.tmp".formatted(UUID.randomUUID()));
    try {
      Files.writeString(fresh, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /// Why writing failed, in a few words.
  public static String cause(IOException broken) {
    return switch (broken) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "there is no such place";
      case FileAlreadyExistsException taken -> "'%s' is no folder".formatted(taken.getFile());
      case NotDirectoryException none -> "'%s' is no folder".formatted(none.getFile());
      case FileSystemException failed when failed.getReason() != null -> failed.getReason();
      default -> String.valueOf(broken.getMessage());
    };
  }
}
