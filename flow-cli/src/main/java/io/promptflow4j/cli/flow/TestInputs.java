package io.promptflow4j.cli.flow;

import io.promptflow4j.cli.request.ObjectFile;
import io.promptflow4j.cli.terminal.Assignment;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.value.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What `--inputs` says: texts by name, a JSON file, or a file of rows, and texts that win over
/// what the file says.
///
/// @param given the texts of `name=value`; the flow turns them into the types of its inputs
/// @param rows the file of rows (`.jsonl`), one JSON object a line
record TestInputs(Value.Mapping given, Optional<Path> rows) {

  /// Reads the values of `--inputs`.
  ///
  /// @throws UsageFailure if one is neither a file nor `name=value`
  /// @throws CommandFailure if the file can't be read or holds no JSON object
  static TestInputs read(List<String> written, Terminal terminal) {
    var assigned = new ArrayList<String>();
    var files = new ArrayList<Path>();
    for (String one : written) {
      if (isFile(one, terminal)) {
        files.add(terminal.path(Path.of(one)));
      } else {
        assigned.add(one);
      }
    }
    if (files.size() > 1) {
      throw new UsageFailure("--inputs takes one file, but got %d".formatted(files.size()));
    }
    var texts = new LinkedHashMap<String, Value>();
    Assignment.readAll("--inputs", assigned)
        .forEach((name, text) -> texts.put(name, Value.of(text)));
    if (files.isEmpty()) {
      return new TestInputs(Value.of(texts), Optional.empty());
    }
    return withFile(files.getFirst(), Value.of(texts));
  }

  private static boolean isFile(String written, Terminal terminal) {
    String lower = written.toLowerCase(Locale.ROOT);
    return (lower.endsWith(".json") || lower.endsWith(".jsonl"))
        && (written.indexOf('=') < 0 || Files.exists(terminal.path(Path.of(written))));
  }

  private static TestInputs withFile(Path file, Value.Mapping texts) {
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".jsonl")) {
      ObjectFile.checkKind(file);
      if (Files.exists(file) && !Files.isReadable(file)) {
        throw new CommandFailure(
            "bad-input", "'%s' can't be read; check its permissions".formatted(file));
      }
      if (!Files.exists(file)) {
        throw new CommandFailure("file-not-found", "there is no file '%s' to read".formatted(file));
      }
      return new TestInputs(texts, Optional.of(file));
    }
    return new TestInputs(merged(ObjectFile.read(file), texts), Optional.empty());
  }

  /// `base` with the entries of `over` in place of its own.
  static Value.Mapping merged(Value.Mapping base, Value.Mapping over) {
    var all = new LinkedHashMap<>(base.entries());
    all.putAll(over.entries());
    return Value.of(all);
  }
}
