package io.promptflow4j.evaluators.metric.matching;

import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.metric.PrecisionRecall;
import io.promptflow4j.evaluators.metric.Score;
import java.util.HashSet;
import java.util.List;

/// Lists of values against each other, each item equal in the sense of a [JsonMatch]. All from 0 to
/// 1, higher is better.
public record ListMatch(JsonMatch items) {

  public static final ListMatch EXACT = new ListMatch(JsonMatch.EXACT);

  /// 1 if both have equal items in the same order.
  public Score inOrder(List<Value> found, List<Value> expected) {
    return Score.of(
        new JsonMatch(false, items.numbers()).areEqual(Value.of(found), Value.of(expected)));
  }

  /// 1 if both have equal items, each as often, in any order.
  public Score inAnyOrder(List<Value> found, List<Value> expected) {
    return Score.of(found.size() == expected.size() && common(found, expected) == expected.size());
  }

  /// Items in common, each used once: precision of the found, recall of the expected.
  public PrecisionRecall overlap(List<Value> found, List<Value> expected) {
    return PrecisionRecall.of(common(found, expected), found.size(), expected.size());
  }

  /// Jaccard's index of the sets: different items in common / different items in all. Items are
  /// compared exactly.
  public static Score jaccard(List<Value> found, List<Value> expected) {
    var union = new HashSet<>(found);
    union.addAll(expected);
    var common = new HashSet<>(found);
    common.retainAll(new HashSet<>(expected));
    return union.isEmpty()
        ? Score.notScored("both lists are empty")
        : Score.of((double) common.size() / union.size());
  }

  private int common(List<Value> found, List<Value> expected) {
    return Pairing.of(found, expected, items::areEqual).size();
  }
}
