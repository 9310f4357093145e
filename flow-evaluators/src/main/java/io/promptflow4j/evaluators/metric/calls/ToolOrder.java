package io.promptflow4j.evaluators.metric.calls;

import io.promptflow4j.evaluators.metric.Score;
import io.promptflow4j.evaluators.metric.matching.Pairing;
import java.util.List;
import java.util.function.BiPredicate;

/// The order of tool calls against the expected order. Two calls are the same if their names are,
/// or, `withArguments`, if their arguments are too. All from 0 to 1, higher is better.
public record ToolOrder(boolean withArguments, ToolCallMatch match) {

  public static final ToolOrder OF_NAMES = new ToolOrder(false, ToolCallMatch.LENIENT);
  public static final ToolOrder OF_CALLS = new ToolOrder(true, ToolCallMatch.LENIENT);

  /// 1 if exactly the expected calls were made, in their order; none and none is a match.
  public Score exact(List<ToolCall> found, List<ToolCall> expected) {
    return Score.of(found.size() == expected.size() && longest(found, expected) == expected.size());
  }

  /// 1 if the expected calls were made in their order, others between them or not.
  public Score inOrder(List<ToolCall> found, List<ToolCall> expected) {
    return Score.of(longest(found, expected) == expected.size());
  }

  /// 1 if all expected calls were made, in whatever order, others besides them or not.
  public Score inAnyOrder(List<ToolCall> found, List<ToolCall> expected) {
    return Score.of(Pairing.of(found, expected, same()).size() == expected.size());
  }

  /// The longest common subsequence divided by the number of expected calls.
  public Score share(List<ToolCall> found, List<ToolCall> expected) {
    return expected.isEmpty()
        ? Score.notScored("no call was expected")
        : Score.of((double) longest(found, expected) / expected.size());
  }

  private BiPredicate<ToolCall, ToolCall> same() {
    return withArguments ? match::areEqual : (some, other) -> some.name().equals(other.name());
  }

  private int longest(List<ToolCall> found, List<ToolCall> expected) {
    BiPredicate<ToolCall, ToolCall> same = same();
    var lengths = new int[found.size() + 1][expected.size() + 1];
    for (int i = 1; i <= found.size(); i++) {
      for (int j = 1; j <= expected.size(); j++) {
        lengths[i][j] =
            same.test(found.get(i - 1), expected.get(j - 1))
                ? lengths[i - 1][j - 1] + 1
                : Math.max(lengths[i - 1][j], lengths[i][j - 1]);
      }
    }
    return lengths[found.size()][expected.size()];
  }
}
