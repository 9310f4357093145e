package io.promptflow4j.core.dataset.selection;

import io.promptflow4j.core.dataset.RowDigest;
import io.promptflow4j.core.dataset.RowOrProblem.BrokenRow;
import io.promptflow4j.core.dataset.RowOrProblem.Row;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether every row has an id of its own. It keeps 16 bytes a row: a hash of 64 bits, which makes
/// a false alarm in a million rows less likely than one in thirty million, and where the row
/// stands.
final class RowIds {

  private static final long NEW = -1;

  private long[] hashes = new long[1 << 10];
  private long[] places = new long[1 << 10];
  private final List<String> files = new ArrayList<>();
  private int size;

  Optional<BrokenRow> check(String column, Row row) {
    Value id = row.columns().get(column);
    if (id == null || id instanceof Value.Null) {
      return Optional.of(
          broken(row, "missing-id", "the row has no id in column '%s'".formatted(column)));
    }
    long first = put(RowDigest.hash(id, 0), row.place());
    return first == NEW
        ? Optional.empty()
        : Optional.of(
            broken(
                row,
                "duplicate-id",
                "the row in %s has the same id %s in column '%s'; give each row one of its own"
                    .formatted(where(first, row.place()), shown(id), column)));
  }

  /// As people count: lines from one, and the file where it is another.
  private String where(long first, Place here) {
    String file = files.get((int) (first >>> Integer.SIZE));
    return file.equals(here.file()) ? "line " + (int) first : file + ":" + (int) first;
  }

  /// The file by its number in the upper half, the line in the lower one.
  private long packed(Place place) {
    if (files.isEmpty() || !files.getLast().equals(place.file())) {
      files.add(place.file());
    }
    return ((long) (files.size() - 1) << Integer.SIZE) | place.line();
  }

  private static BrokenRow broken(Row row, String code, String message) {
    return new BrokenRow(row.number(), Diagnostic.error(code, row.place(), message));
  }

  private static String shown(Value id) {
    String text = PythonText.repr(id);
    return text.length() <= 60 ? text : text.substring(0, 57) + "…";
  }

  /// Where the first row with this hash stands, or [#NEW] if this is the first.
  private long put(long hash, Place place) {
    if (size * 2 >= hashes.length) {
      grow();
    }
    int at = slot(hash);
    if (hashes[at] == key(hash)) {
      return places[at];
    }
    hashes[at] = key(hash);
    places[at] = packed(place);
    size++;
    return NEW;
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
    long[] oldPlaces = places;
    hashes = new long[oldHashes.length * 2];
    places = new long[hashes.length];
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldHashes[i] != 0) {
        int at = slot(oldHashes[i]);
        hashes[at] = oldHashes[i];
        places[at] = oldPlaces[i];
      }
    }
  }
}
