package io.promptflow4j.core.deployment.file;

import io.promptflow4j.core.dataset.catalog.DataReference;
import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.deployment.Monitoring;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads `monitoring` of a deployment file.
final class MonitoringKeys {

  private static final int FEWEST = 50;
  private static final int MOST = 100_000;
  private static final int MOST_EVALUATORS = 10;

  private MonitoringKeys() {}

  /// @param folder where relative folders of evaluators start
  static Monitoring read(Keys keys, Path folder) {
    keys.check(
        "a deployment file",
        List.of("sampling_rate", "evaluators", "column_mapping", "approved_on", "window"),
        List.of());
    return new Monitoring(
        keys.share("sampling_rate").orElse(1.0),
        evaluators(keys, folder),
        keys.texts("column_mapping"),
        approvedOn(keys),
        keys.whole("window", FEWEST, MOST).orElse(Monitoring.USUAL_WINDOW));
  }

  private static List<String> evaluators(Keys keys, Path folder) {
    var all = new ArrayList<String>();
    for (Located<String> one : keys.list("evaluators")) {
      boolean isFolder = !one.value().contains(":") || one.value().startsWith(".");
      all.add(
          isFolder
              ? folder.resolve(one.value()).toAbsolutePath().normalize().toString()
              : one.value());
      if (all.size() == MOST_EVALUATORS + 1) {
        keys.error(one.place(), "evaluators", "these are more than " + MOST_EVALUATORS);
      }
    }
    return all;
  }

  private static Optional<String> approvedOn(Keys keys) {
    return keys.read(
        "approved_on",
        text -> {
          String name = text.startsWith("data:") ? text.substring("data:".length()) : text;
          return DataReference.parse(name)
              .map(DataReference::toString)
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "'%s' is no NAME:VERSION of a named data set".formatted(text)));
        });
  }
}
