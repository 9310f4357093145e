package io.promptflow4j.core.dataset.selection;

import io.promptflow4j.core.dataset.RowDigest;
import io.promptflow4j.core.dataset.RowOrProblem.BrokenRow;
import io.promptflow4j.core.dataset.RowOrProblem.Row;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.Optional;

/// Whether every row has an id of its own. It keeps 16 bytes a row: a hash of 64 bits, which makes
/// a false alarm in a million rows less likely than one in thirty million, and the row's number.
final class RowIds {

  private long[] hashes = new long[1 << 10];
  private long[] numbers = new long[1 << 10];
  private int size;

  Optional<BrokenRow> check(String column, Row row) {
    Value id = row.columns().get(column);
    if (id == null || id instanceof Value.Null) {
      return Optional.of(
          broken(row, "missing-id", "the row has no id in column '%s'".formatted(column)));
    }
    long first = put(RowDigest.hash(id, 0), row.number());
    return first == row.number()
        ? Optional.empty()
        : Optional.of(
            broken(
                row,
                "duplicate-id",
                "row %d has the same id %s in column '%s'; give each row one of its own"
                    .formatted(first, shown(id), column)));
  }

  private static BrokenRow broken(Row row, String code, String message) {
    return new BrokenRow(row.number(), Diagnostic.error(code, row.place(), message));
  }

  private static String shown(Value id) {
    String text = PythonText.repr(id);
    return text.length() <= 60 ? text : text.substring(0, 57) + "…";
  }

  /// The number of the first row with this hash, which may be this one.
  private long put(long hash, long number) {
    if (size * 2 >= hashes.length) {
      grow();
    }
    int at = slot(hash);
    if (hashes[at] == key(hash)) {
      return numbers[at];
    }
    hashes[at] = key(hash);
    numbers[at] = number;
    size++;
    return number;
  }

  /// Zero stands for a free slot.
  private static long key(long hash) {
    return hash == 0 ? 1 : hash;
  }

  private int slot(long hash) {
    int at = (int) (hash & (hashes.length - 1));
    while (hashes[at] != 0 && hashes[at] != key(hash)) {
      at = (at + 1) & (hashes.length - 1);
    }
    return at;
  }

  private void grow() {
    long[] oldHashes = hashes;
    long[] oldNumbers = numbers;
    hashes = new long[oldHashes.length * 2];
    numbers = new long[hashes.length];
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldHashes[i] != 0) {
        int at = slot(oldHashes[i]);
        hashes[at] = oldHashes[i];
        numbers[at] = oldNumbers[i];
      }
    }
  }
}
