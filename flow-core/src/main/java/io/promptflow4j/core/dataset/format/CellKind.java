package io.promptflow4j.core.dataset.format;

import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// What all cells of a column can be read as.
///
/// A cell counts as a number or truth value only if the value, written as Python writes it, is the
/// cell again. So nothing is lost: `007`, `1.50`, `1e3`, `true` and ` 1` stay text, and a text
/// input of a flow sees the cell as it stands in the file.
enum CellKind {
  /// No cell has told yet.
  EMPTY,
  INTEGER,
  /// Decimals, perhaps some whole numbers among them, which stay whole.
  NUMBER,
  BOOLEAN,
  TEXT;

  private static final int MAX_DIGITS = 1_000;

  /// The kind of a column of this kind with one more cell.
  CellKind with(String cell) {
    if (this == TEXT || cell.isEmpty()) {
      return this;
    }
    CellKind more = of(cell);
    if (this == EMPTY || this == more) {
      return more;
    }
    boolean numbers = this != BOOLEAN && more != BOOLEAN && more != TEXT;
    return numbers ? NUMBER : TEXT;
  }

  private static CellKind of(String cell) {
    if (cell.equals("True") || cell.equals("False")) {
      return BOOLEAN;
    }
    char first = cell.charAt(0);
    if ((first != '-' && (first < '0' || first > '9')) || cell.length() > MAX_DIGITS) {
      return TEXT;
    }
    if (isInteger(cell)) {
      return INTEGER;
    }
    return isDecimal(cell) ? NUMBER : TEXT;
  }

  private static boolean isInteger(String cell) {
    int start = cell.charAt(0) == '-' ? 1 : 0;
    for (int i = start; i < cell.length(); i++) {
      if (cell.charAt(i) < '0' || cell.charAt(i) > '9') {
        return false;
      }
    }
    int digits = cell.length() - start;
    return digits > 0 && (cell.charAt(start) != '0' || (digits == 1 && start == 0));
  }

  private static boolean isDecimal(String cell) {
    for (int i = 1; i < cell.length(); i++) {
      if ("0123456789.e+-".indexOf(cell.charAt(i)) < 0) {
        return false;
      }
    }
    try {
      double number = Double.parseDouble(cell);
      return Double.isFinite(number) && PythonText.floatRepr(number).equals(cell);
    } catch (NumberFormatException _) {
      return false;
    }
  }

  /// The value of a cell in a column of this kind; null if the row has none there.
  @Nullable Value read(String cell) {
    return switch (this) {
      case EMPTY, TEXT -> Value.of(cell);
      case INTEGER, NUMBER, BOOLEAN -> cell.isEmpty() ? null : readAs(of(cell), cell);
    };
  }

  /// A cell goes by its own kind: if the file has changed since the column was judged, it is text.
  private static Value readAs(CellKind own, String cell) {
    return switch (own) {
      case INTEGER -> whole(cell);
      case NUMBER -> Value.of(Double.parseDouble(cell));
      case BOOLEAN -> Value.of(cell.equals("True"));
      case EMPTY, TEXT -> Value.of(cell);
    };
  }

  private static Value whole(String cell) {
    return cell.length() < 18
        ? Value.of(Long.parseLong(cell))
        : new Value.Whole(new BigInteger(cell));
  }
}
