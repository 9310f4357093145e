package io.promptflow4j.core.dataset.selection;

import io.promptflow4j.core.dataset.RowDigest;
import io.promptflow4j.core.dataset.RowOrProblem;
import io.promptflow4j.core.dataset.RowOrProblem.BrokenRow;
import io.promptflow4j.core.dataset.RowOrProblem.Row;
import io.promptflow4j.core.dataset.RowReader;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.template.TemplateRenderException;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rows that the filter and the split let through. It checks ids on the way, and at the end
/// whether the filter reads columns that no row has.
final class ChosenRows implements RowReader {

  private static final int MAX_NAMES = 1_000;

  private final RowReader all;
  private final Optional<FilterExpression> filter;
  private final Optional<Split> split;
  private final Optional<String> id;
  private final RowIds ids;
  private final Set<String> columns = new LinkedHashSet<>();
  private long number;
  private boolean atEnd;

  ChosenRows(RowReader all, Selection selection) {
    this.all = all;
    this.filter = selection.filter();
    this.split = selection.split();
    this.id = selection.id();
    this.ids = new RowIds();
  }

  @Override
  public @Nullable RowOrProblem read() {
    while (!atEnd) {
      RowOrProblem found = all.read();
      if (found == null) {
        atEnd = true;
        return unknownColumns();
      }
      number = found.number() + 1;
      RowOrProblem kept = kept(found);
      if (kept != null) {
        return kept;
      }
    }
    return null;
  }

  private @Nullable RowOrProblem kept(RowOrProblem found) {
    return switch (found) {
      case BrokenRow broken -> broken;
      case Row row -> {
        noteColumns(row);
        Optional<BrokenRow> wrongId = id.flatMap(column -> ids.check(column, row));
        if (wrongId.isPresent()) {
          yield wrongId.get();
        }
        yield chosen(row);
      }
    };
  }

  private void noteColumns(Row row) {
    if (filter.isPresent() && columns.size() < MAX_NAMES) {
      columns.addAll(row.columns().entries().keySet());
    }
  }

  private @Nullable RowOrProblem chosen(Row row) {
    try {
      return (filter.isPresent() && !filter.get().accepts(row)) || !isInPart(row) ? null : row;
    } catch (TemplateRenderException broken) {
      return new BrokenRow(
          row.number(),
          Diagnostic.error(
              "filter-failed",
              row.place(),
              "the filter '%s' can't be answered here: %s"
                  .formatted(filter.map(FilterExpression::toString).orElse(""), broken.problem())));
    }
  }

  private boolean isInPart(Row row) {
    return split.isEmpty()
        || split.get().holds(RowDigest.hash(identity(row, id), split.get().seed()));
  }

  /// What tells rows apart: the id, or else all they say.
  static Value identity(Row row, Optional<String> id) {
    Value value = id.map(column -> row.columns().get(column)).orElse(null);
    return value == null ? row.columns() : value;
  }

  private @Nullable BrokenRow unknownColumns() {
    if (filter.isEmpty() || columns.isEmpty() || columns.size() >= MAX_NAMES) {
      return null;
    }
    List<String> unknown =
        filter.get().columns().stream().filter(name -> !columns.contains(name)).toList();
    if (unknown.isEmpty()) {
      return null;
    }
    return new BrokenRow(
        number,
        Diagnostic.error(
            "filter-column",
            Place.startOf("filter"),
            "the filter reads '%s', but no row has such a column; there are %s.%s"
                .formatted(
                    String.join("', '", unknown),
                    String.join(", ", columns),
                    Suggestion.didYouMean(unknown.getFirst(), columns))));
  }

  @Override
  public void close() {
    all.close();
  }
}
