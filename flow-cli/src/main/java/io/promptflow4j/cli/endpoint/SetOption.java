package io.promptflow4j.cli.endpoint;

import io.promptflow4j.cli.terminal.Assignment;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/// `--set`: values in place of those of a file.
public final class SetOption {

  @Option(
      names = "--set",
      arity = "1..*",
      paramLabel = "KEY=VALUE",
      description = {
        "A value in place of the file's, such as traffic.blue=90; a dot goes into",
        "a mapping, and the value may be JSON."
      })
  List<String> values = new ArrayList<>();

  /// As if it was not given.
  public SetOption() {}

  /// The values by their dotted keys.
  public Map<String, Value> values() {
    var all = new LinkedHashMap<String, Value>();
    Assignment.readAll("--set", values).forEach((key, text) -> all.put(key, value(text)));
    return all;
  }

  private static Value value(String text) {
    try {
      return Json.read(text);
    } catch (JsonSyntaxException plain) {
      return Value.of(text);
    }
  }
}
