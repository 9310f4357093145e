package io.promptflow4j.evaluators.statistics.paired;

import io.promptflow4j.evaluators.statistics.Arguments;
import java.util.Arrays;
import java.util.SplittableRandom;

/// The paired permutation test: if the variants are alike, each difference could as well have had
/// the other sign (Fisher 1935; Good 2005).
///
/// The statistic is the mean difference. Up to twenty differences other than zero all sign patterns
/// are tried; beyond that `draws` of them, and `p = (b + 1) / (draws + 1)` with b draws at least as
/// far from zero as the data (Phipson and Smyth 2010).
///
/// @param draws how many sign patterns are drawn when there are too many for all
/// @param seed where the generator starts; equal seeds give equal p-values
public record SignFlip(int draws, long seed) {

  private static final int EXACT_UP_TO = 20;

  public SignFlip {
    Arguments.atLeast("draws", 100, draws);
  }

  /// 19,999 draws, seed 0.
  public static SignFlip standard() {
    return new SignFlip(19_999, 0);
  }

  /// The two-sided test; p is 1 if all differences are zero. There has to be a row.
  public TestResult test(PairedSample sample) {
    Arguments.atLeast("rows", 1, sample.size());
    double[] nonZero = Arrays.stream(sample.differences()).filter(d -> d != 0).toArray();
    double sum = Arrays.stream(nonZero).sum();
    double far = Math.abs(sum) - 1e-10 * Arrays.stream(nonZero).map(Math::abs).sum();
    double mean = sum / sample.size();
    return nonZero.length <= EXACT_UP_TO
        ? new TestResult(PairedTest.SIGN_FLIP_EXACT, mean, exact(nonZero, far))
        : new TestResult(PairedTest.SIGN_FLIP_SAMPLED, mean, sampled(nonZero, far));
  }

  /// Walks through all sign patterns by Gray code: each differs from the one before in one sign.
  private static double exact(double[] values, double far) {
    int patterns = 1 << values.length;
    double[] signed = values.clone();
    double sum = Arrays.stream(values).sum();
    int asFar = 0;
    for (int pattern = 1; pattern <= patterns; pattern++) {
      asFar += Math.abs(sum) >= far ? 1 : 0;
      int place = Integer.numberOfTrailingZeros(pattern);
      if (place < values.length) {
        sum -= 2 * signed[place];
        signed[place] = -signed[place];
      }
    }
    return (double) asFar / patterns;
  }

  private double sampled(double[] values, double far) {
    var random = new SplittableRandom(seed);
    int asFar = 0;
    for (int draw = 0; draw < draws; draw++) {
      double sum = 0;
      long bits = 0;
      for (int i = 0; i < values.length; i++) {
        bits = i % Long.SIZE == 0 ? random.nextLong() : bits >>> 1;
        sum += (bits & 1) == 0 ? values[i] : -values[i];
      }
      asFar += Math.abs(sum) >= far ? 1 : 0;
    }
    return (asFar + 1.0) / (draws + 1.0);
  }
}
