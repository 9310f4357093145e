package io.promptflow4j.cli.terminal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One `name=value` of the command line. Everything behind the first `=` is the value.
public record Assignment(String name, String value) {

  /// Reads one.
  ///
  /// @throws UsageFailure if there is no `=` or no name before it; the message names `option`
  public static Assignment read(String option, String written) {
    int equals = written.indexOf('=');
    if (equals < 1) {
      throw new UsageFailure(
          "%s takes name=value, but got '%s'".formatted(option, Printable.line(written)));
    }
    return new Assignment(written.substring(0, equals).strip(), written.substring(equals + 1));
  }

  /// Reads several; of those with the same name the last one counts.
  ///
  /// @throws UsageFailure as [#read]
  public static Map<String, String> readAll(String option, List<String> written) {
    var all = new LinkedHashMap<String, String>();
    for (String one : written) {
      Assignment read = read(option, one);
      all.put(read.name(), read.value());
    }
    return all;
  }
}
