package io.promptflow4j.core.dataset.format;

import io.promptflow4j.core.dataset.RowOrProblem;
import io.promptflow4j.core.dataset.RowReader;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.util.LinkedHashMap;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/// CSV and TSV with a header; see [CellKind] for what cells become.
///
/// An empty cell is an empty text in a column of texts; in a column of numbers or truth values the
/// row has no such column.
final class CsvReader implements RowReader {

  private final DataFile file;
  private final CsvLayout.Known layout;
  private final int maxRowChars;
  private final CsvRecords records;
  private long number;
  private boolean atHeader = true;
  private boolean failed;

  CsvReader(DataFile file, CsvLayout.Known layout, int maxRowChars) throws IOException {
    this.file = file;
    this.layout = layout;
    this.maxRowChars = maxRowChars;
    this.records = new CsvRecords(file, layout.delimiter(), maxRowChars);
  }

  @Override
  public @Nullable RowOrProblem read() {
    if (failed) {
      return null;
    }
    try {
      if (atHeader) {
        atHeader = false;
        records.next();
        Utf8Reader.Wrong wrong = records.takeWrong();
        if (wrong != null) {
          return file.broken(number, "not-utf8", wrong.line(), wrong.column(), wrong.message());
        }
      }
      CSVRecord cells = records.next();
      return cells == null ? null : row(cells);
    } catch (CSVException broken) {
      failed = true;
      return broken("row-syntax", "a quote is misplaced or never closed");
    } catch (Utf8Reader.RowTooLong _) {
      failed = true;
      return broken("row-too-long", Messages.tooLong(maxRowChars, "characters"));
    } catch (IOException broken) {
      failed = true;
      return file.unreadable(number, records.line(), broken);
    }
  }

  private RowOrProblem broken(String code, String what) {
    return file.broken(
        number,
        code,
        records.line(),
        1,
        "%s (in the row from here on); the rest of the file was not read".formatted(what));
  }

  private RowOrProblem row(CSVRecord cells) {
    long current = number++;
    Utf8Reader.Wrong wrong = records.takeWrong();
    if (wrong != null) {
      return file.broken(current, "not-utf8", wrong.line(), wrong.column(), wrong.message());
    }
    int columns = layout.names().size();
    if (cells.size() != columns) {
      return file.broken(
          current,
          "row-shape",
          records.line(),
          1,
          "this row has %d cell%s, but the header has %d; put texts that hold a '%s' in quotes"
              .formatted(cells.size(), cells.size() == 1 ? "" : "s", columns, delimiter()));
    }
    var values = new LinkedHashMap<String, Value>();
    for (int i = 0; i < columns; i++) {
      Value value = layout.kinds().get(i).read(cells.get(i));
      if (value != null) {
        values.put(layout.names().get(i), value);
      }
    }
    return new RowOrProblem.Row(current, file.place(records.line(), 1), new Value.Mapping(values));
  }

  private String delimiter() {
    return layout.delimiter() == '\t' ? "tab" : String.valueOf(layout.delimiter());
  }

  @Override
  public void close() {
    Closing.close(records);
  }
}
