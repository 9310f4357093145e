package io.promptflow4j.evaluators.statistics.choice;

import io.promptflow4j.evaluators.statistics.Arguments;
import io.promptflow4j.evaluators.statistics.Figure;
import io.promptflow4j.evaluators.statistics.paired.McNemar;
import io.promptflow4j.evaluators.statistics.paired.MeanDifference;
import io.promptflow4j.evaluators.statistics.paired.PairedSample;
import io.promptflow4j.evaluators.statistics.paired.PairedTest;
import io.promptflow4j.evaluators.statistics.paired.SignFlip;
import io.promptflow4j.evaluators.statistics.paired.SignedRank;
import io.promptflow4j.evaluators.statistics.paired.TestResult;
import java.util.Arrays;
import org.hipparchus.stat.StatUtils;

/// The test that fits, what it came to, and a sentence that says why it was this one.
public record TestChoice(DataKind kind, TestResult result, String because) {

  private static final int ENOUGH_FOR_T = 30;
  private static final double ROWS_PER_SQUARED_SKEW = 25;

  /// Tests scores of the kind that they look like.
  public static TestChoice of(PairedSample sample) {
    return of(sample, DataKind.of(sample));
  }

  /// Tests scores of a declared kind. There has to be a row.
  ///
  /// - binary: McNemar's mid-p test
  /// - ordinal: Wilcoxon's signed-rank test with Pratt's zeros
  /// - numbers: the paired t test from 30 rows on, if there are more than 25 rows for each unit of
  ///   squared skewness (Cochran 1977, 2.15); else the permutation test, which needs no such
  ///   condition
  ///
  /// @throws IllegalArgumentException if scores declared binary are not all 0 or 1, or there is no
  ///   row
  public static TestChoice of(PairedSample sample, DataKind kind) {
    Arguments.atLeast("rows", 1, sample.size());
    return switch (kind) {
      case BINARY -> binary(sample);
      case ORDINAL -> ordinal(sample);
      case CONTINUOUS -> continuous(sample);
    };
  }

  /// The test in words, as a report prints it.
  public PairedTest test() {
    return result.test();
  }

  private static TestChoice binary(PairedSample sample) {
    var pairs =
        sample
            .asBinary()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "scores: declared binary, but there are others than 0 and 1"));
    return new TestChoice(
        DataKind.BINARY,
        McNemar.midP(pairs),
        "Each row is right or wrong, so only the %d of %d rows on which the variants differ can tell"
                .formatted(pairs.discordant(), pairs.size())
            + " them apart; mid-p, because the exact test errs on the side of seeing nothing.");
  }

  private static TestChoice ordinal(PairedSample sample) {
    double[] differences = sample.differences();
    long zeros = Arrays.stream(differences).filter(difference -> difference == 0).count();
    return new TestChoice(
        DataKind.ORDINAL,
        SignedRank.pratt(sample),
        "The scores are grades, whose steps need not be of one size, so ranks are compared; %d of %d"
                .formatted(zeros, differences.length)
            + " rows are ties, which Pratt's handling keeps in the ranking.");
  }

  private static TestChoice continuous(PairedSample sample) {
    double[] differences = sample.differences();
    if (differences.length < ENOUGH_FOR_T) {
      return permutation(
          sample,
          "The scores are numbers and %d rows are too few to trust a normal mean"
              .formatted(differences.length));
    }
    double skew = skewness(differences);
    if (differences.length <= ROWS_PER_SQUARED_SKEW * skew * skew) {
      return permutation(
          sample,
          "The scores are numbers and their differences are too skewed (%.1f) for a t test of %d rows"
              .formatted(skew, differences.length));
    }
    return switch (MeanDifference.test(sample)) {
      case Figure.Known<TestResult>(TestResult result) ->
          new TestChoice(
              DataKind.CONTINUOUS,
              result,
              "The scores are numbers, and the mean of %d differences of skewness %.1f is close to normal."
                  .formatted(differences.length, skew));
      case Figure.Unknown<TestResult>(String because) ->
          permutation(sample, "A t test cannot be computed, because " + because);
    };
  }

  private static TestChoice permutation(PairedSample sample, String because) {
    return new TestChoice(
        DataKind.CONTINUOUS,
        SignFlip.standard().test(sample),
        because + "; the permutation test needs no assumption about their distribution.");
  }

  /// The moment coefficient `m3 / m2^1.5`; 0 without spread.
  private static double skewness(double[] values) {
    double mean = StatUtils.mean(values);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0);
    double cubes =
        Arrays.stream(values).map(v -> (v - mean) * (v - mean) * (v - mean)).average().orElse(0);
    return squares == 0 ? 0 : cubes / Math.pow(squares, 1.5);
  }
}
