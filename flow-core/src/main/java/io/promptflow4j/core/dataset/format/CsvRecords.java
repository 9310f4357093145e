package io.promptflow4j.core.dataset.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/// The records of a CSV or TSV file with the lines they start in. Blank lines are passed over.
final class CsvRecords implements AutoCloseable {

  private final Utf8Reader text;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private long line = 1;

  CsvRecords(DataFile file, char delimiter, int maxRowChars) throws IOException {
    text = new Utf8Reader(file.open(), maxRowChars);
    parser = CSVParser.parse(text, CSVFormat.DEFAULT.builder().setDelimiter(delimiter).get());
    records = parser.iterator();
  }

  /// The next record, or null after the last.
  ///
  /// @throws CSVException if quotes are misplaced
  @Nullable CSVRecord next() throws IOException {
    text.rowStarts();
    try {
      if (!records.hasNext()) {
        return null;
      }
      CSVRecord found = records.next();
      line = parser.getCurrentLineNumber() - lineEndsIn(found);
      return found;
    } catch (UncheckedIOException wrapped) {
      line = Math.max(line, parser.getCurrentLineNumber());
      throw wrapped.getCause();
    }
  }

  private static long lineEndsIn(CSVRecord cells) {
    long count = 0;
    for (String cell : cells) {
      for (int at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) {
        count++;
      }
    }
    return count;
  }

  /// The line in which the last record starts, or in which reading failed.
  long line() {
    return line;
  }

  /// The first byte that is not UTF-8 in the last record, if there is one.
  Utf8Reader.@Nullable Wrong takeWrong() {
    return text.takeWrong(parser.getCurrentLineNumber());
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
