package io.promptflow4j.core.definition.includes;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;

/// How much is copied, or would be. Owned by one thread.
final class Amount {

  private static final int MAX_FILES = 20_000;
  private static final long MAX_BYTES = 512L * 1024 * 1024;

  private int files;
  private long bytes;

  /// Counts one file or folder.
  void add(long size) throws TooMuchException {
    files++;
    bytes += size;
    if (files > MAX_FILES || bytes > MAX_BYTES) {
      throw new TooMuchException(
          "the flow folder and its includes together have more than %d files or %d MiB, which is more"
                  .formatted(MAX_FILES, MAX_BYTES >> 20)
              + " than is copied; include only what the flow reads.");
    }
  }

  /// Counts what is in a file or folder, before anything of it is copied. What links lead to is
  /// counted when it is.
  void addAll(Path source) throws IOException, TooMuchException {
    Files.walkFileTree(
        source,
        EnumSet.noneOf(FileVisitOption.class),
        FolderCopy.MAX_DEPTH,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (!folder.equals(source) && FolderCopy.isLeftOut(folder)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            add(0);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            add(attributes.isRegularFile() ? attributes.size() : 0);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException problem) {
            return FileVisitResult.CONTINUE; // copying it tells
          }
        });
  }
}
