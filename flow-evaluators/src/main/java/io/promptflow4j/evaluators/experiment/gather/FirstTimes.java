package io.promptflow4j.evaluators.experiment.gather;

import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.evaluators.comparison.ComparedRow.RowScore;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;

/// How long each row took when it was run for the first time. A row that is run again in a larger
/// block finds its calls on record, so its time then says nothing. Owned by one thread.
public final class FirstTimes {

  private record Key(String arm, RowKey row) {}

  private final Map<Key, Double> millis = new HashMap<>();

  private final Map<Key, SequencedMap<String, RowScore>> scores = new HashMap<>();

  /// Knows of no rows.
  public FirstTimes() {}

  /// The time that a row of an arm took at first, in milliseconds; this one if it is the first.
  double of(String arm, RowResult row) {
    double now = Duration.between(row.started(), row.ended()).toNanos() / 1_000_000.0;
    return millis.computeIfAbsent(new Key(arm, row.key()), _ -> now);
  }

  /// What an evaluator made of how long a row took at first; `now` if it is the first.
  SequencedMap<String, RowScore> scores(
      String arm, String evaluator, RowKey row, Supplier<SequencedMap<String, RowScore>> now) {
    return scores.computeIfAbsent(new Key(arm + "/" + evaluator, row), _ -> now.get());
  }
}
