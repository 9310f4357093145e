package io.promptflow4j.core.dataset.join;

import io.promptflow4j.core.dataset.RowOrProblem.BrokenRow;
import io.promptflow4j.core.dataset.RowOrProblem.Row;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rows of several sources that have the same number. All sources are read once, in step.
public final class Join implements AutoCloseable {

  /// What comes next.
  public sealed interface Found {

    /// A row of every source.
    ///
    /// @param rows by source, in the order of the sources
    record Complete(long number, Map<String, Row> rows) implements Found {}

    record Broken(BrokenRow row) implements Found {}
  }

  private final Map<String, NumberedRows> sources;
  private final Map<String, Row> heads = new LinkedHashMap<>();
  private long dropped;

  public Join(Map<String, NumberedRows> sources) {
    this.sources = sources;
  }

  /// How many numbers were passed over because a source has no row for them.
  public long dropped() {
    return dropped;
  }

  /// The next number that every source has, or a broken row; null after the last.
  public @Nullable Found next() {
    while (true) {
      for (var source : sources.entrySet()) {
        if (!heads.containsKey(source.getKey())) {
          BrokenRow broken = advance(source.getKey(), source.getValue());
          if (broken != null) {
            return new Found.Broken(broken);
          }
        }
      }
      if (heads.isEmpty()) {
        return null;
      }
      Found found = lowest();
      if (found != null) {
        return found;
      }
    }
  }

  private @Nullable BrokenRow advance(String name, NumberedRows rows) {
    return switch (rows.read()) {
      case null -> null;
      case Row row -> {
        heads.put(name, row);
        yield null;
      }
      case BrokenRow broken -> broken;
    };
  }

  private @Nullable Found lowest() {
    long number = heads.values().stream().mapToLong(Row::number).min().orElseThrow();
    var found = new LinkedHashMap<String, Row>();
    for (String source : sources.keySet()) {
      Row head = heads.get(source);
      if (head != null && head.number() == number) {
        found.put(source, head);
        heads.remove(source);
      }
    }
    if (found.size() == sources.size()) {
      return new Found.Complete(number, found);
    }
    dropped++;
    return null;
  }

  @Override
  public void close() {
    sources.values().forEach(NumberedRows::close);
  }
}
