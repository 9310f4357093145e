package io.promptflow4j.core.dataset.file;

import io.promptflow4j.core.dataset.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Keeps what can be read only once in a temporary file that only its owner can read.
final class Spool {

  private Spool() {}

  static Path copy(InputStream input, long maxBytes) {
    try {
      Path copy = Files.createTempFile("promptflow4j-input-", ".data");
      try {
        fill(copy, input, maxBytes);
        return copy;
      } catch (IOException | DataException broken) {
        Files.deleteIfExists(copy);
        throw broken;
      }
    } catch (IOException broken) {
      throw DataException.failedDevice(
          "standard input can't be kept in a temporary file: " + broken.getMessage(), broken);
    }
  }

  private static void fill(Path copy, InputStream input, long maxBytes) throws IOException {
    var block = new byte[1 << 16];
    long left = maxBytes;
    try (OutputStream out = Files.newOutputStream(copy)) {
      for (int count = input.read(block); count >= 0; count = input.read(block)) {
        left -= count;
        if (left < 0) {
          throw new DataException(
              "input-too-long",
              "standard input is longer than %,d bytes; save it as a file".formatted(maxBytes));
        }
        out.write(block, 0, count);
      }
    }
  }

  static void remove(Path copy) {
    try {
      Files.deleteIfExists(copy);
    } catch (IOException broken) {
      throw DataException.failedDevice(
          "the temporary file '%s' can't be removed".formatted(copy), broken);
    }
  }
}
