package io.promptflow4j.core.execution.tape;

import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// The file of a recording: a JSON object on each line, sorted by node and request, so that two
/// recordings of the same calls differ only in what was answered.
///
/// While it is made, answers are in a file beside it, as they come ([TapeDraft]). What a process
/// left there that was killed belongs to the recording.
record TapeFile(Path path) {

  /// All entries by what they are known by. Those of a draft take the place of others.
  ///
  /// @throws TapeException if the file can't be read, or a line of it is no entry
  SequencedMap<Digest, Numbered> read() {
    boolean hasDraft = Files.exists(draft());
    List<String> lines = hasDraft && !Files.exists(path) ? List.of() : lines(path);
    var entries = new LinkedHashMap<Digest, Numbered>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        Entry entry = entry(lines.get(i), i + 1);
        entries.put(entry.key(), new Numbered(entry, i + 1));
      }
    }
    if (hasDraft) {
      entries.putAll(drafted(lines.size()));
    }
    return entries;
  }

  /// The answers of a draft, put together. A last line that was cut off is none.
  private SequencedMap<Digest, Numbered> drafted(int linesBefore) {
    var entries = new LinkedHashMap<Digest, Numbered>();
    for (String line : lines(draft())) {
      wholeEntry(line)
          .ifPresent(answered ->
              entries.merge(
                  answered.key(),
                  new Numbered(answered, linesBefore + entries.size() + 1),
                  Numbered::with));
    }
    return entries;
  }

  private static Optional<Entry> wholeEntry(String line) {
    try {
      return Entry.read(Json.read(line));
    } catch (JsonSyntaxException _) {
      return Optional.empty();
    }
  }

  /// Where answers are while they come.
  Path draft() {
    return path.resolveSibling(path.getFileName() + ".part");
  }

  /// An entry and the line it stands on, counted from 1.
  record Numbered(Entry entry, int line) {

    /// With the answers of another one to the same request after its own.
    Numbered with(Numbered later) {
      return new Numbered(entry.with(later.entry.answers()), line);
    }
  }

  private List<String> lines(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    } catch (NoSuchFileException missing) {
      throw new TapeException(
          "there is no recording '%s'; make one with --record".formatted(path), missing);
    } catch (IOException broken) {
      throw new TapeException(
          "the recording '%s' can't be read: %s".formatted(path, broken.getMessage()), broken);
    }
  }

  private Entry entry(String line, int number) {
    try {
      return Entry.read(Json.read(line))
          .orElseThrow(() ->
              new TapeException(
                  "%s:%d: a line of a recording has 'node', 'request' and one or more 'answers'"
                      .formatted(path, number)));
    } catch (JsonSyntaxException broken) {
      throw new TapeException(
          "%s:%d: not JSON: %s".formatted(path, number, broken.problem()), broken);
    }
  }

  boolean exists() {
    return Files.exists(path);
  }

  /// Replaces the file, or leaves it as it is if that fails.
  void write(Collection<Entry> entries) {
    List<String> lines =
        entries.stream()
            .sorted(
                Comparator.comparing(Entry::node)
                    .thenComparing(entry -> Json.write(entry.request())))
            .map(entry -> Json.write(entry.toValue()))
            .toList();
    Path whole = path.resolveSibling(path.getFileName() + ".new");
    try {
      Files.write(whole, lines, StandardCharsets.UTF_8);
      Files.move(whole, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException broken) {
      throw new TapeException(
          "the recording '%s' can't be written: %s".formatted(path, broken.getMessage()), broken);
    }
  }
}
