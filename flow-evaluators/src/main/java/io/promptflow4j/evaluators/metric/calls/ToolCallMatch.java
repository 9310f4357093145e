package io.promptflow4j.evaluators.metric.calls;

import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.metric.PrecisionRecall;
import io.promptflow4j.evaluators.metric.matching.JsonMatch;
import io.promptflow4j.evaluators.metric.matching.Pairing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Tool calls against the expected ones; argument values are equal in the sense of `values`.
///
/// All scores are from 0 to 1, higher is better. With no call expected, precision, recall and F1
/// are not scored; whether the model rightly called nothing says [ToolOrder]'s `exact`.
public record ToolCallMatch(JsonMatch values) {

  /// Argument values are equal to nine digits, lists in any order.
  public static final ToolCallMatch LENIENT = new ToolCallMatch(JsonMatch.LENIENT);

  /// Argument values are equal exactly, lists in order.
  public static final ToolCallMatch EXACT = new ToolCallMatch(JsonMatch.EXACT);

  private record Candidate(int found, int expected, long common) {}

  /// Calls whose name was expected, each expected call used once; arguments don't count.
  public PrecisionRecall names(List<ToolCall> found, List<ToolCall> expected) {
    int common = Pairing.of(found, expected, (a, b) -> a.name().equals(b.name())).size();
    return scores(common, found.size(), expected.size());
  }

  /// Calls whose name and whole arguments were expected, each expected call used once.
  public PrecisionRecall calls(List<ToolCall> found, List<ToolCall> expected) {
    return scores(
        Pairing.of(found, expected, this::areEqual).size(), found.size(), expected.size());
  }

  /// Counts each call's name as one thing and each of its arguments (key and value) as another.
  /// Calls of one name are paired so that the pairs with most in common come first.
  public PrecisionRecall arguments(List<ToolCall> found, List<ToolCall> expected) {
    var candidates = new ArrayList<Candidate>();
    for (int i = 0; i < found.size(); i++) {
      for (int j = 0; j < expected.size(); j++) {
        if (found.get(i).name().equals(expected.get(j).name())) {
          candidates.add(new Candidate(i, j, 1 + common(found.get(i), expected.get(j))));
        }
      }
    }
    candidates.sort(Comparator.comparingLong(Candidate::common).reversed());
    var foundUsed = new boolean[found.size()];
    var expectedUsed = new boolean[expected.size()];
    long matched = 0;
    for (Candidate pair : candidates) {
      if (!foundUsed[pair.found()] && !expectedUsed[pair.expected()]) {
        foundUsed[pair.found()] = true;
        expectedUsed[pair.expected()] = true;
        matched += pair.common();
      }
    }
    return scores(matched, things(found), things(expected));
  }

  boolean areEqual(ToolCall some, ToolCall other) {
    return some.name().equals(other.name()) && values.areEqual(some.arguments(), other.arguments());
  }

  private long common(ToolCall found, ToolCall expected) {
    return found.arguments().entries().entrySet().stream()
        .filter(entry -> {
          Value other = expected.arguments().get(entry.getKey());
          return other != null && values.areEqual(entry.getValue(), other);
        })
        .count();
  }

  private static long things(List<ToolCall> calls) {
    return calls.stream().mapToLong(call -> 1 + call.arguments().entries().size()).sum();
  }

  private static PrecisionRecall scores(long matched, long found, long expected) {
    return expected == 0
        ? PrecisionRecall.notScored("no call was expected")
        : PrecisionRecall.of(matched, found, expected);
  }
}
