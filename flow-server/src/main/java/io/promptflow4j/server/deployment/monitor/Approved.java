package io.promptflow4j.server.deployment.monitor;

import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.RowOrProblem;
import io.promptflow4j.core.dataset.RowReader;
import io.promptflow4j.core.dataset.catalog.DataCatalog;
import io.promptflow4j.core.dataset.catalog.DataReference;
import io.promptflow4j.core.dataset.catalog.NamedData;
import io.promptflow4j.core.dataset.file.DataFiles;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.metric.drift.FieldProfile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// The data that a version was approved on, as profiles of its fields.
final class Approved {

  private static final String INPUTS = "inputs.";
  private static final String OUTPUTS = "outputs.";
  private static final int MOST_ROWS = 20_000;

  private Approved() {}

  /// Nothing can be said of the data. The message says why.
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }
  }

  /// The profiles of the fields that the data has, by `inputs.NAME` and `outputs.NAME`. A column is
  /// called like its input or output; of an output also `outputs.NAME`.
  ///
  /// @throws Unusable if there is no such data, it can't be read or has none of the fields
  static SequencedMap<String, FieldProfile> profiles(
      DataCatalog data, String reference, Collection<String> inputs, Collection<String> outputs)
      throws Unusable {
    NamedData named =
        DataReference.parse(reference)
            .flatMap(data::find)
            .orElseThrow(() -> new Unusable("there is no data set '%s'".formatted(reference)));
    var values = new LinkedHashMap<String, List<Value>>();
    for (Value.Mapping row : rows(named)) {
      inputs.forEach(name -> add(values, INPUTS + name, row, name));
      outputs.forEach(name -> {
        String own = OUTPUTS + name;
        add(values, own, row, row.entries().containsKey(own) ? own : name);
      });
    }
    var profiles = new LinkedHashMap<String, FieldProfile>();
    values.forEach((field, all) -> {
      if (all.stream().anyMatch(value -> value != Value.Null.NULL)) {
        profiles.put(field, FieldProfile.of(all));
      }
    });
    if (profiles.isEmpty()) {
      throw new Unusable(
          "data set '%s' has no column that is called like an input or output"
              .formatted(reference));
    }
    return profiles;
  }

  private static void add(
      Map<String, List<Value>> values, String field, Value.Mapping row, String column) {
    values
        .computeIfAbsent(field, _ -> new ArrayList<>())
        .add(row.entries().getOrDefault(column, Value.Null.NULL));
  }

  private static List<Value.Mapping> rows(NamedData named) throws Unusable {
    var rows = new ArrayList<Value.Mapping>();
    try (DataSet all = DataFiles.open(DataSource.of(named.path()));
        RowReader reader = all.rows()) {
      for (RowOrProblem next = reader.read();
          next != null && rows.size() < MOST_ROWS;
          next = reader.read()) {
        if (next instanceof RowOrProblem.Row row) {
          rows.add(row.columns());
        }
      }
    } catch (RuntimeException unreadable) { // whatever reads data of this form fails with
      throw new Unusable(
          "data set '%s' can't be read: %s".formatted(named.reference(), unreadable.getMessage()));
    }
    return rows;
  }
}
