package io.promptflow4j.core.template;

import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// JSON lines under `resources/template`.
final class TestFiles {

  private TestFiles() {}

  static Stream<Value.Mapping> lines(String file) {
    return read(folder().resolve(file));
  }

  /// The lines of all files of a folder.
  static Stream<Value.Mapping> allLines(String folder) {
    try (Stream<Path> files = Files.list(folder().resolve(folder))) {
      return files.sorted().toList().stream().flatMap(TestFiles::read);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  private static Path folder() {
    try {
      var anchor = Objects.requireNonNull(TestFiles.class.getResource("/template/attacks.jsonl"));
      return Objects.requireNonNull(Path.of(anchor.toURI()).getParent());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Stream<Value.Mapping> read(Path file) {
    try {
      return Files.readAllLines(file).stream().map(line -> (Value.Mapping) Json.read(line));
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  static String text(Value.Mapping line, String key) {
    return line.get(key) instanceof Value.Text(var text) ? text : "";
  }

  static Value.Mapping mapping(Value.Mapping line, String key) {
    return line.get(key) instanceof Value.Mapping mapping ? mapping : Value.Mapping.EMPTY;
  }

  static List<Value> items(Value.Mapping line, String key) {
    return line.get(key) instanceof Value.Sequence(var items) ? items : List.of();
  }

  static TemplateLoader loader(Value.Mapping includes) {
    return name ->
        includes.get(name) instanceof Value.Text(var text)
            ? Optional.of(new SourceText(name, text))
            : Optional.empty();
  }
}
