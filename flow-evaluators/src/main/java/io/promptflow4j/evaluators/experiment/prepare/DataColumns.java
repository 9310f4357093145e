package io.promptflow4j.evaluators.experiment.prepare;

import io.promptflow4j.core.dataset.DataCheck;
import io.promptflow4j.core.dataset.DataException;
import io.promptflow4j.core.dataset.DataLimits;
import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.catalog.DataReference;
import io.promptflow4j.core.dataset.catalog.NamedData;
import io.promptflow4j.core.dataset.file.DataFiles;
import io.promptflow4j.core.engine.RunHost;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// Which columns data has.
public final class DataColumns {

  private DataColumns() {}

  /// The columns in the order in which they occur; none if the data can't be read, which the check
  /// of the run reports.
  public static List<String> of(DataSource source, RunHost host) {
    Optional<NamedData> named = DataReference.parse(source.written()).flatMap(host.catalog()::find);
    DataSource meant = named.map(found -> DataSource.of(found.path())).orElse(source);
    try (DataSet data = DataFiles.open(meant, InputStream.nullInputStream(), DataLimits.DEFAULT)) {
      return List.copyOf(DataCheck.of(data).columns().keySet());
    } catch (DataException _) {
      return List.of();
    }
  }
}
