package io.promptflow4j.evaluators.metric;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Cases that a script of `src/test/python` made with another program, one JSON mapping a line.
public final class ReferenceFile {

  private ReferenceFile() {}

  public static List<ReferenceCase> cases(String name) {
    var file = Path.of("src", "test", "resources", "metric", name + ".jsonl");
    try (var lines = Files.lines(file)) {
      return lines.map(line -> new ReferenceCase((Value.Mapping) Json.read(line))).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  public static List<ReferenceCase> cases(String name, String kind) {
    return cases(name).stream().filter(line -> line.text("kind").equals(kind)).toList();
  }
}
