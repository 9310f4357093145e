package io.promptflow4j.core.run.adoption;

import io.promptflow4j.core.dataset.DataException;
import io.promptflow4j.core.run.RunLabels;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;

/// What `run_metadata.json` says of a run; folders of local runs have none.
record Metadata(Value.Mapping fields) {

  private static final String FILE = "run_metadata.json";

  /// @throws DataException if the file can't be read
  static Metadata of(Path folder) {
    return new Metadata(mapping(folder.resolve(FILE)));
  }

  /// The object in a file; empty if there is no such file.
  ///
  /// @throws DataException if it holds something else
  static Value.Mapping mapping(Path file) {
    if (!Files.isRegularFile(file)) {
      return Value.Mapping.EMPTY;
    }
    try {
      return mapping(Files.readString(file), file);
    } catch (IOException broken) {
      throw DataException.failedDevice("'%s' can't be read".formatted(file), broken);
    }
  }

  /// The object that `text` holds, which stands in `file`.
  static Value.Mapping mapping(String text, Path file) {
    try {
      if (Json.read(text) instanceof Value.Mapping mapping) {
        return mapping;
      }
    } catch (JsonSyntaxException wrong) {
      throw new DataException(
          "bad-run-folder", "'%s' is damaged: %s".formatted(file, wrong.getMessage()), wrong);
    }
    throw new DataException("bad-run-folder", "'%s' holds no object".formatted(file));
  }

  /// The text under a key, if there is one.
  Optional<String> text(String key) {
    return fields.get(key) instanceof Value.Text(String text) && !text.isBlank()
        ? Optional.of(text)
        : Optional.empty();
  }

  RunLabels labels() {
    var tags = new LinkedHashMap<String, String>();
    if (fields.get("tags") instanceof Value.Mapping(var written)) {
      written.forEach((tag, value) -> tags.put(tag, told(value)));
    }
    return new RunLabels(
        text("display_name").orElse(""),
        text("description").orElse(""),
        tags,
        new LinkedHashMap<>(),
        text("experiment_name"));
  }

  private static String told(Value value) {
    return value instanceof Value.Text(String text) ? text : Json.write(value);
  }

  /// How the run ended: prompt flow writes no status into the folders of its local runs, which are
  /// there when they are over.
  ///
  /// @throws DataException if it had not ended
  RunStatus status() {
    String told = text("status").orElse(RunStatus.COMPLETED.label());
    return switch (told) {
      case "Completed" -> RunStatus.COMPLETED;
      case "Failed" -> RunStatus.FAILED;
      case "Canceled" -> RunStatus.CANCELED;
      default ->
          throw new DataException(
              "bad-run-folder", "the run was '%s' when its folder was written".formatted(told));
    };
  }
}
