package io.promptflow4j.evaluators.statistics.choice;

import io.promptflow4j.evaluators.statistics.paired.PairedSample;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/// What kind of scores a metric gives.
public enum DataKind {
  /// Right or wrong, as 1 and 0.
  BINARY,
  /// A few whole-number grades, such as 1 to 5, whose steps need not be of one size.
  ORDINAL,
  /// Numbers.
  CONTINUOUS;

  private static final int MOST_GRADES = 11;

  /// The kind that scores look like. A metric that declares its scale knows better: five grades are
  /// ordinal even where only 0 and 1 were given.
  public static DataKind of(PairedSample sample) {
    if (sample.asBinary().isPresent()) {
      return BINARY;
    }
    double[] grades =
        DoubleStream.concat(Arrays.stream(sample.baseline()), Arrays.stream(sample.candidate()))
            .distinct()
            .toArray();
    boolean whole = Arrays.stream(grades).allMatch(grade -> grade == Math.rint(grade));
    return whole && grades.length <= MOST_GRADES ? ORDINAL : CONTINUOUS;
  }
}
