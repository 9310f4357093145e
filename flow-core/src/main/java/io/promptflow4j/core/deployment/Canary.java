package io.promptflow4j.core.deployment;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A trial of one deployment against another on live traffic, with a rule that was fixed before it
/// began.
///
/// @param baseline the deployment that answers now
/// @param candidate the one on trial
/// @param evaluator what scores the answers: `builtin:NAME` or the folder of an evaluation flow
/// @param score the output of the evaluator that counts; empty for the only one it has
/// @param before the split to go back to
/// @param verdict what it came to; empty while it runs
public record Canary(
    String baseline,
    String candidate,
    String evaluator,
    Optional<String> score,
    Rule rule,
    SortedMap<String, Integer> before,
    Instant begun,
    Optional<Verdict> verdict) {

  public Canary {
    before = Collections.unmodifiableSortedMap(new TreeMap<>(before));
  }

  /// When it is over.
  ///
  /// @param lowest the worst score there is
  /// @param highest the best score there is
  /// @param margin the smallest difference that matters, in units of the score
  /// @param alpha how often "better" or "worse" may be said of two that are alike
  /// @param missRate how often "no worse" may be said of one that is worse by the margin
  /// @param maxPairs after how many pairs of answers it ends without a verdict
  /// @param mapping inputs of the evaluator to `${data.…}` and `${run.outputs.…}`
  public record Rule(
      double lowest,
      double highest,
      double margin,
      double alpha,
      double missRate,
      int maxPairs,
      SortedMap<String, String> mapping) {
    public Rule {
      if (!(lowest < highest)) {
        throw new IllegalArgumentException("the lowest score has to be below the highest");
      }
      if (!(margin > 0 && margin <= highest - lowest)) {
        throw new IllegalArgumentException(
            "the margin has to be above 0 and at most the range of the score");
      }
      if (!(alpha > 0 && alpha < 1 && missRate > 0 && missRate < 1)) {
        throw new IllegalArgumentException("error rates are between 0 and 1");
      }
      if (maxPairs < 1) {
        throw new IllegalArgumentException("there has to be at least one pair");
      }
      mapping = Collections.unmodifiableSortedMap(new TreeMap<>(mapping));
    }
  }

  /// What came of it.
  ///
  /// @param pairs how many answers of each side were compared
  /// @param difference mean score of the candidate minus that of the baseline
  /// @param low the lower end of the interval of the difference
  /// @param high its upper end
  public record Verdict(
      Outcome outcome,
      String reason,
      int pairs,
      double difference,
      double low,
      double high,
      Instant when) {}

  /// What was done.
  public enum Outcome {
    /// All traffic goes to the candidate.
    PROMOTED,
    /// Traffic is split as before.
    ROLLED_BACK,
    /// The rows ran out; traffic is split as before.
    UNDECIDED,
    /// Somebody ended it or changed the split; nothing was done.
    CANCELED;

    /// As it is written.
    public String written() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// All of them, as they are written.
    public static List<String> names() {
      return List.of(values()).stream().map(Outcome::written).toList();
    }
  }

  /// Whether it still runs.
  public boolean isRunning() {
    return verdict.isEmpty();
  }

  /// The same, begun at a moment with a split to go back to.
  public Canary begun(Instant now, SortedMap<String, Integer> split) {
    return new Canary(baseline, candidate, evaluator, score, rule, split, now, Optional.empty());
  }

  public Canary withVerdict(Verdict reached) {
    return new Canary(
        baseline, candidate, evaluator, score, rule, before, begun, Optional.of(reached));
  }
}
