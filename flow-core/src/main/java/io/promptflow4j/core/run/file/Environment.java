package io.promptflow4j.core.run.file;

import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.model.connection.ConnectionDraft;
import io.promptflow4j.core.model.connection.ConnectionException;
import io.promptflow4j.core.model.connection.ConnectionFile;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.PythonText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// The key `environment_variables`: a mapping, or the path of a `.env` file.
final class Environment {

  private final FileFields fields;
  private final Path folder;
  private final Diagnostics diagnostics;

  Environment(FileFields fields, Path folder, Diagnostics diagnostics) {
    this.fields = fields;
    this.folder = folder;
    this.diagnostics = diagnostics;
  }

  SequencedMap<String, String> read() {
    return switch (fields.content(RunFileKey.ENVIRONMENT_VARIABLES).orElse(null)) {
      case null -> new LinkedHashMap<>();
      case Written.Fields mapping -> fields.texts("environment_variables", mapping);
      case Written.Scalar(var value, Place place, _) ->
          ofFile(folder.resolve(PythonText.str(value)).normalize(), place);
      case Written.Items list -> {
        fields.misshapen(list.place(), "environment_variables", "a mapping or a .env file");
        yield new LinkedHashMap<>();
      }
    };
  }

  private SequencedMap<String, String> ofFile(Path file, Place place) {
    var variables = new LinkedHashMap<String, String>();
    if (!Files.isRegularFile(file)) {
      diagnostics.error(
          "missing-file", place, "environment_variables: there is no file '%s'.".formatted(file));
    } else if (!file.toString().endsWith(".env")) {
      diagnostics.error(
          "bad-setting",
          place,
          "environment_variables: '%s' is neither a mapping nor a .env file.".formatted(file));
    } else {
      try {
        ConnectionDraft lines = ConnectionFile.read(file, Optional.of("environment"), diagnostics);
        lines.secrets().forEach((name, value) -> variables.put(name, value.reveal()));
      } catch (ConnectionException mistakes) {
        diagnostics.addAll(mistakes.diagnostics());
        if (mistakes.diagnostics().isEmpty()) {
          diagnostics.error("unreadable-file", place, String.valueOf(mistakes.getMessage()));
        }
      }
    }
    return variables;
  }
}
