package io.promptflow4j.evaluators.metric;

/// Precision, recall and their harmonic mean; each from 0 to 1, higher is better.
public record PrecisionRecall(Score precision, Score recall, Score f1) {

  /// From counts: `matched` of `predicted` things were right, `matched` of `expected` were found.
  ///
  /// With nothing expected there is nothing to measure; with nothing predicted all three are 0, as
  /// in the common scorers.
  public static PrecisionRecall of(long matched, long predicted, long expected) {
    if (expected == 0) {
      return notScored("the reference is empty");
    }
    if (predicted == 0) {
      return of(0, 0);
    }
    return of((double) matched / predicted, (double) matched / expected);
  }

  /// From the two shares; F1 is 0 if both are.
  public static PrecisionRecall of(double precision, double recall) {
    double sum = precision + recall;
    return new PrecisionRecall(
        Score.of(precision),
        Score.of(recall),
        Score.of(sum > 0 ? 2 * precision * recall / sum : 0));
  }

  public static PrecisionRecall notScored(String why) {
    Score none = Score.notScored(why);
    return new PrecisionRecall(none, none, none);
  }
}
