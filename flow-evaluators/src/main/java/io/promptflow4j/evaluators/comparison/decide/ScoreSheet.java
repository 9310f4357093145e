package io.promptflow4j.evaluators.comparison.decide;

import io.promptflow4j.evaluators.comparison.ComparedRow;
import io.promptflow4j.evaluators.comparison.ComparedRow.RowScore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/// The scores of a comparison: for each variant and metric a value for each row and repeat. Owned
/// by the thread that fills it; read by all afterwards.
public final class ScoreSheet {

  /// The values of one metric of one variant.
  ///
  /// @param values by line, one for each repeat that is scored
  /// @param notScored how many repeats are not
  record Column(NavigableMap<Long, List<Double>> values, Map<Long, Integer> notScored) {

    static final Column EMPTY = new Column(new TreeMap<>(), Map.of());

    Column where(LongPredicate lines) {
      var kept = new TreeMap<Long, List<Double>>();
      values.forEach((line, repeats) -> {
        if (lines.test(line)) {
          kept.put(line, repeats);
        }
      });
      var missing = new HashMap<>(notScored);
      missing.keySet().removeIf(line -> !lines.test(line));
      return new Column(kept, missing);
    }

    long missing() {
      return notScored.values().stream().mapToLong(Integer::longValue).sum();
    }

    /// The mean over the repeats of each row.
    NavigableMap<Long, Double> byRow() {
      var means = new TreeMap<Long, Double>();
      values.forEach((line, repeats) ->
          means.put(
              line, repeats.stream().mapToDouble(Double::doubleValue).average().orElseThrow()));
      return means;
    }
  }

  private record Key(String variant, String metric) {}

  private final Map<Key, Column> columns = new HashMap<>();

  public ScoreSheet() {}

  private ScoreSheet(Map<Key, Column> columns) {
    this.columns.putAll(columns);
  }

  /// Takes the scores of all cells of a row.
  public void add(ComparedRow row) {
    row.cells()
        .forEach((variant, repeats) ->
            repeats.forEach(cell ->
                cell.scores().forEach((metric, score) -> add(variant, metric, row.line(), score))));
  }

  /// Takes the score of one repeat of a row.
  public void add(String variant, String metric, long line, RowScore score) {
    Column column =
        columns.computeIfAbsent(
            new Key(variant, metric), _ -> new Column(new TreeMap<>(), new HashMap<>()));
    switch (score) {
      case RowScore.Scored(double value, String _) ->
          column.values().computeIfAbsent(line, _ -> new ArrayList<>(1)).add(value);
      case RowScore.NotScored _ -> column.notScored().merge(line, 1, Integer::sum);
    }
  }

  /// The mean over the repeats of each row that is scored, by line.
  public NavigableMap<Long, Double> byRow(String variant, String metric) {
    return column(variant, metric).byRow();
  }

  Column column(String variant, String metric) {
    return columns.getOrDefault(new Key(variant, metric), Column.EMPTY);
  }

  /// The same with fewer rows.
  ScoreSheet where(LongPredicate lines) {
    var kept = new HashMap<Key, Column>();
    columns.forEach((key, column) -> kept.put(key, column.where(lines)));
    return new ScoreSheet(kept);
  }
}
