package io.promptflow4j.core.execution.tape;

import io.promptflow4j.core.value.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;

/// A recording that is being made: a line for each answer, in the order in which they come. If the
/// process is killed, all that came stays. One thread uses it at a time, and one recorder.
final class TapeDraft {

  private final TapeFile file;
  private final RandomAccessFile lines; // an interrupt of who writes must not close it

  private TapeDraft(TapeFile file, RandomAccessFile lines) {
    this.file = file;
    this.lines = lines;
  }

  /// Begins a draft, after what an earlier one was left with has become part of the recording.
  ///
  /// @throws TapeException if the file can't be written, is no recording, or is being made
  static TapeDraft of(TapeFile file) {
    try {
      var lines = new RandomAccessFile(file.draft().toFile(), "rw");
      var draft = new TapeDraft(file, lines);
      try {
        draft.begin();
        return draft;
      } catch (IOException | RuntimeException broken) {
        lines.close();
        throw broken;
      }
    } catch (IOException broken) {
      throw unwritable(file, broken);
    }
  }

  private void begin() throws IOException {
    if (locked().isEmpty()) {
      throw new TapeException(
          "the recording '%s' is being made by somebody else".formatted(file.path()));
    }
    if (lines.length() > 0) {
      takeOver();
    } else if (file.exists()) {
      try {
        var _ = file.read();
      } catch (TapeException unusable) {
        Files.delete(file.draft());
        throw unusable;
      }
    }
  }

  private Optional<FileLock> locked() throws IOException {
    try {
      return Optional.ofNullable(lines.getChannel().tryLock());
    } catch (OverlappingFileLockException _) {
      return Optional.empty();
    }
  }

  /// @throws TapeException if it can't be written
  void add(Entry answered) {
    try {
      lines.write((Json.write(answered.toValue()) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException broken) {
      throw unwritable(file, broken);
    }
  }

  /// Makes what came part of the recording; the draft is gone then.
  ///
  /// @throws TapeException if the recording can't be written; it is as it was then, and the draft
  ///   stays
  void finish() {
    try (lines) {
      if (lines.length() > 0) {
        takeOver();
      }
      Files.deleteIfExists(file.draft());
    } catch (IOException broken) {
      throw unwritable(file, broken);
    }
  }

  private void takeOver() throws IOException {
    file.write(file.read().values().stream().map(TapeFile.Numbered::entry).toList());
    lines.setLength(0);
  }

  private static TapeException unwritable(TapeFile file, IOException broken) {
    return new TapeException(
        "the recording '%s' can't be written: %s".formatted(file.path(), broken.getMessage()),
        broken);
  }
}
