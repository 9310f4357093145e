package io.promptflow4j.server.deployment.witness;

import io.promptflow4j.core.dataset.DataCheck;
import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.catalog.NamedData;
import io.promptflow4j.core.dataset.file.DataFiles;
import io.promptflow4j.core.deployment.traffic.CollectedRow;
import io.promptflow4j.core.deployment.traffic.ServedRequest;
import io.promptflow4j.core.deployment.traffic.ServedTraffic;
import io.promptflow4j.core.deployment.traffic.ServedTraffic.Choice;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// Makes data sets of requests that were kept.
public final class CollectedData {

  private CollectedData() {}

  /// Writes rows, JSON lines, the oldest request first.
  ///
  /// @param json writes a row
  /// @return how many
  public static int write(
      ServedTraffic traffic, Choice choice, Path file, Function<Value, String> json)
      throws IOException {
    var rows = new CollectedRow(traffic.feedback(choice.endpoint()));
    int count = 0;
    try (Stream<ServedRequest> found = traffic.requests(choice);
        Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      for (Iterator<ServedRequest> each = found.iterator(); each.hasNext(); count++) {
        out.write(json.apply(rows.of(each.next())) + "\n");
      }
    }
    return count;
  }

  /// Registers a file of rows of an endpoint under a name, as the next version.
  ///
  /// @throws IllegalArgumentException if the name is none
  public static NamedData register(RunStore store, String endpoint, String name, Path file) {
    DataCheck check;
    try (DataSet rows = DataFiles.open(DataSource.of(file.toString()))) {
      check = DataCheck.of(rows);
    }
    return store
        .data()
        .register(
            new NamedData(
                name,
                1,
                file.toString(),
                check.digest(),
                check.rows(),
                new LinkedHashMap<>(Map.of("endpoint", endpoint)),
                "Requests of endpoint '%s'".formatted(endpoint),
                Instant.now()));
  }
}
