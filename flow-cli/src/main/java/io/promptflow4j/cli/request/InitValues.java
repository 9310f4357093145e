package io.promptflow4j.cli.request;

import io.promptflow4j.cli.terminal.Assignment;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What `--init` says: texts by name, and a JSON file of values.
final class InitValues {

  private InitValues() {}

  /// The values as texts; lists and mappings as JSON.
  static Map<String, String> read(List<String> written, Terminal terminal) {
    var values = new LinkedHashMap<String, String>();
    for (String one : written) {
      if (one.indexOf('=') < 0 && one.toLowerCase(Locale.ROOT).endsWith(".json")) {
        ObjectFile.read(terminal.path(Path.of(one)))
            .entries()
            .forEach((name, value) -> values.put(name, text(value)));
      } else {
        Assignment assigned = Assignment.read("--init", one);
        values.put(assigned.name(), assigned.value());
      }
    }
    return values;
  }

  private static String text(Value value) {
    return value instanceof Value.Text(var text) ? text : Json.write(value);
  }
}
