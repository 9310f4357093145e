package io.promptflow4j.evaluators.metric;

/// What a metric says of one line: a finite number, or that there was nothing to measure.
public sealed interface Score {

  /// A finite number; its range and direction are the metric's.
  record Scored(double value) implements Score {
    public Scored {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a score is a finite number, not " + value);
      }
    }
  }

  /// Nothing to measure, and why, in words for the person who reads the run.
  record NotScored(String why) implements Score {}

  static Score of(double value) {
    return new Scored(value);
  }

  /// 1 for a pass, 0 for a failure.
  static Score of(boolean passed) {
    return new Scored(passed ? 1 : 0);
  }

  static Score notScored(String why) {
    return new NotScored(why);
  }
}
