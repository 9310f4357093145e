package io.promptflow4j.core.dataset.format;

import io.promptflow4j.core.dataset.DataException;
import io.promptflow4j.core.dataset.DataLimits;
import io.promptflow4j.core.dataset.RowOrProblem;
import io.promptflow4j.core.dataset.RowReader;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// Opens files of rows. It remembers what it learned about CSV files when they were first opened,
/// so that they are gone over twice only once. Several threads may use it.
public final class FileReaders {

  private final DataLimits limits;
  private final ConcurrentMap<DataFile, CsvLayout> layouts = new ConcurrentHashMap<>();

  public FileReaders(DataLimits limits) {
    this.limits = limits;
  }

  /// Starts to read; rows are numbered from 0.
  ///
  /// @throws DataException if there is no such file, or nothing can read it
  public RowReader open(DataFile file) {
    try {
      return switch (file.format()) {
        case JSONL -> new JsonLinesReader(file, limits.maxRowBytes());
        case JSON -> new JsonFileReader(file, limits.maxRowBytes());
        case CSV, TSV -> table(file);
        case PARQUET -> new ParquetReader(file, limits.maxRowBytes());
      };
    } catch (IOException broken) {
      return new Only(file.unreadable(0, 1, broken));
    }
  }

  private RowReader table(DataFile file) throws IOException {
    CsvLayout layout = layouts.get(file);
    if (layout == null) {
      layout = CsvLayout.of(file, limits.maxRowBytes());
      layouts.put(file, layout);
    }
    return switch (layout) {
      case CsvLayout.Known known -> new CsvReader(file, known, limits.maxRowBytes());
      case CsvLayout.Unusable(var problem) -> new Only(problem);
      case CsvLayout.Nothing _ -> new Only(null);
    };
  }

  /// At most one thing to read.
  private static final class Only implements RowReader {
    private @Nullable RowOrProblem left;

    Only(@Nullable RowOrProblem left) {
      this.left = left;
    }

    @Override
    public @Nullable RowOrProblem read() {
      RowOrProblem found = left;
      left = null;
      return found;
    }

    @Override
    public void close() {}
  }
}
