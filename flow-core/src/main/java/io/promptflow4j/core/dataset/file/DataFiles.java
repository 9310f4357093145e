package io.promptflow4j.core.dataset.file;

import io.promptflow4j.core.dataset.DataException;
import io.promptflow4j.core.dataset.DataFormat;
import io.promptflow4j.core.dataset.DataLimits;
import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.format.DataFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Opens data sets that are files.
///
/// ```java
/// try (DataSet data = DataFiles.open(DataSource.of("data/*.jsonl"))) {
///   DataCheck check = DataCheck.of(data);
/// }
/// ```
public final class DataFiles {

  private DataFiles() {}

  /// Opens a source that is not standard input.
  ///
  /// @throws DataException if there is no such file, or no file that rows can be read from
  public static DataSet open(DataSource source) {
    return open(source, InputStream.nullInputStream(), DataLimits.DEFAULT);
  }

  /// Opens `source`. Standard input, and what else can be read only once, is copied to a temporary
  /// file first, because rows are checked before they are run; closing the data set removes it.
  ///
  /// @param input what `-` means; it is read to its end and not closed
  /// @throws DataException if there is no such file, or no file that rows can be read from
  public static DataSet open(DataSource source, InputStream input, DataLimits limits) {
    if (source.isStandardInput()) {
      return kept(source, input, limits);
    }
    Path path = FileSearch.path(source);
    if (Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path)) {
      try (InputStream pipe = Files.newInputStream(path)) {
        return kept(source, pipe, limits);
      } catch (IOException broken) {
        throw DataException.failedDevice("'%s' can't be read".formatted(source), broken);
      }
    }
    return new FileDataSet(source.toString(), FileSearch.find(source), limits, Optional.empty());
  }

  private static DataSet kept(DataSource source, InputStream input, DataLimits limits) {
    Path copy = Spool.copy(input, limits.maxInputBytes());
    var file = new DataFile(copy, source.toString(), source.format().orElse(DataFormat.JSONL));
    return new FileDataSet(source.toString(), List.of(file), limits, Optional.of(copy));
  }
}
