package io.promptflow4j.core.dataset.format;

import io.promptflow4j.core.dataset.DataFormat;
import io.promptflow4j.core.dataset.RowOrProblem.BrokenRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.apache.commons.csv.CSVRecord;

/// What has to be known about a CSV file before its first row can be read: how cells are separated,
/// what the columns are called and what their cells can be read as. A pass over the whole file
/// finds it.
sealed interface CsvLayout {

  record Known(char delimiter, List<String> names, List<CellKind> kinds) implements CsvLayout {
    public Known {
      names = List.copyOf(names);
      kinds = List.copyOf(kinds);
    }
  }

  /// There is no header that rows could be read under.
  record Unusable(BrokenRow problem) implements CsvLayout {}

  /// The file has not even a header.
  enum Nothing implements CsvLayout {
    NOTHING
  }

  static CsvLayout of(DataFile file, int maxRowChars) throws IOException {
    char delimiter = file.format() == DataFormat.TSV ? '\t' : ',';
    try (var records = new CsvRecords(file, delimiter, maxRowChars)) {
      CSVRecord header = records.next();
      if (header == null) {
        return Nothing.NOTHING;
      }
      if (delimiter == '\t' || header.size() > 1 || header.get(0).indexOf(';') < 0) {
        return under(header, records, file, delimiter);
      }
    }
    try (var records = new CsvRecords(file, ';', maxRowChars)) {
      CSVRecord header = records.next();
      return header == null ? Nothing.NOTHING : under(header, records, file, ';');
    }
  }

  private static CsvLayout under(
      CSVRecord header, CsvRecords records, DataFile file, char delimiter) throws IOException {
    var names = new ArrayList<String>(header.size());
    var seen = new HashSet<String>();
    var twice = new ArrayList<String>();
    for (String written : header) {
      String name = written.isEmpty() ? "Unnamed: " + names.size() : written;
      names.add(name);
      if (!seen.add(name)) {
        twice.add("'" + name + "'");
      }
    }
    if (!twice.isEmpty()) {
      return new Unusable(
          file.broken(
              0,
              "duplicate-column",
              records.line(),
              1,
              "the header names %s more than once; rename the columns"
                  .formatted(String.join(", ", twice))));
    }
    return new Known(delimiter, names, kinds(records, names.size()));
  }

  private static List<CellKind> kinds(CsvRecords records, int columns) throws IOException {
    var kinds = new CellKind[columns];
    Arrays.fill(kinds, CellKind.EMPTY);
    try {
      for (CSVRecord row = records.next(); row != null; row = records.next()) {
        if (row.size() == columns) {
          for (int i = 0; i < columns; i++) {
            kinds[i] = kinds[i].with(row.get(i));
          }
        }
      }
    } catch (IOException _) {
      // whoever reads the rows comes to the same place and says so
    }
    return List.of(kinds);
  }
}
