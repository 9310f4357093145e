package io.promptflow4j.core.dataset;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What a column holds over all rows.
///
/// @param kinds the kinds of values seen, [Kind#NULL] among them
/// @param rows how many rows have a value there, null included
public record ColumnSummary(String name, Set<Kind> kinds, long rows) {

  /// A kind of value.
  public enum Kind {
    INTEGER,
    DECIMAL,
    BOOLEAN,
    TEXT,
    LIST,
    OBJECT,
    IMAGE,
    NULL;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public ColumnSummary {
    kinds = Set.copyOf(kinds);
  }

  /// `integer`, `decimal or text`; nulls are left aside unless there is nothing else.
  public String type() {
    var shown = EnumSet.copyOf(kinds);
    if (shown.size() > 1) {
      shown.remove(Kind.NULL);
    }
    return shown.stream().map(Kind::label).collect(Collectors.joining(" or "));
  }
}
