package io.promptflow4j.core.dataset;

import io.promptflow4j.core.dataset.ColumnSummary.Kind;
import io.promptflow4j.core.dataset.RowOrProblem.BrokenRow;
import io.promptflow4j.core.dataset.RowOrProblem.Row;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/// Keeps the books for a [DataCheck] while somebody reads. One thread uses it.
public final class RowSurvey {

  private static final int MAX_COLUMNS = 10_000;

  private static final class Seen {
    private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    private long rows;
  }

  private final List<Diagnostic> problems = new ArrayList<>();
  private final SequencedMap<String, Seen> columns = new LinkedHashMap<>();
  private final RowDigest digest = new RowDigest();
  private long problemCount;
  private long rows;

  /// Has seen nothing.
  public RowSurvey() {}

  public void see(Row row) {
    rows++;
    digest.add(row.columns());
    row.columns().entries().forEach(this::see);
  }

  private void see(String name, Value value) {
    Seen seen = columns.get(name);
    if (seen == null) {
      if (columns.size() >= MAX_COLUMNS) {
        return;
      }
      seen = new Seen();
      columns.put(name, seen);
    }
    seen.kinds.add(kind(value));
    seen.rows++;
  }

  private static Kind kind(Value value) {
    return switch (value) {
      case Value.Text _ -> Kind.TEXT;
      case Value.Whole _ -> Kind.INTEGER;
      case Value.Decimal _ -> Kind.DECIMAL;
      case Value.Bool _ -> Kind.BOOLEAN;
      case Value.Null _ -> Kind.NULL;
      case Value.Sequence _ -> Kind.LIST;
      case Value.Mapping _ -> Kind.OBJECT;
      case Value.Image _ -> Kind.IMAGE;
    };
  }

  public void see(BrokenRow broken) {
    problemCount++;
    if (problems.size() < DataCheck.MAX_PROBLEMS) {
      problems.add(broken.problem());
    }
  }

  /// What was found. Nothing may be seen afterwards.
  public DataCheck finish() {
    var summaries = new LinkedHashMap<String, ColumnSummary>();
    columns.forEach(
        (name, seen) -> summaries.put(name, new ColumnSummary(name, seen.kinds, seen.rows)));
    return new DataCheck(rows, problems, problemCount, summaries, digest.finish());
  }
}
