package io.promptflow4j.core.dataset.mapping;

import io.promptflow4j.core.value.Value;
import org.jspecify.annotations.Nullable;

/// Finds `a.b[0]` in a row: the column of exactly that name if there is one, else the item 0 of the
/// column `a.b`, else the item 0 of `b` in the column `a`.
final class ColumnPath {

  private ColumnPath() {}

  /// What is there, or null.
  static @Nullable Value find(Value.Mapping row, String path) {
    Value exact = row.get(path);
    if (exact != null) {
      return exact;
    }
    for (int end = boundary(path, path.length()); end > 0; end = boundary(path, end)) {
      Value head = row.get(path.substring(0, end));
      Value found = head == null ? null : into(head, path.substring(end));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static int boundary(String path, int before) {
    return Math.max(path.lastIndexOf('.', before - 1), path.lastIndexOf('[', before - 1));
  }

  private static @Nullable Value into(Value value, String rest) {
    if (rest.isEmpty()) {
      return value;
    }
    if (rest.charAt(0) == '.') {
      return value instanceof Value.Mapping mapping ? find(mapping, rest.substring(1)) : null;
    }
    int close = rest.charAt(0) == '[' ? rest.indexOf(']') : -1;
    if (close < 0) {
      return null;
    }
    Value item = item(value, rest.substring(1, close));
    return item == null ? null : into(item, rest.substring(close + 1));
  }

  private static @Nullable Value item(Value value, String key) {
    return switch (value) {
      case Value.Sequence(var items) when key.matches("\\d{1,9}") -> {
        int index = Integer.parseInt(key);
        yield index < items.size() ? items.get(index) : null;
      }
      case Value.Mapping mapping when key.matches("'.*'|\".*\"") ->
          mapping.get(key.substring(1, key.length() - 1));
      case Value.Sequence _,
          Value.Mapping _,
          Value.Text _,
          Value.Whole _,
          Value.Decimal _,
          Value.Bool _,
          Value.Null _,
          Value.Image _ ->
          null;
    };
  }
}
