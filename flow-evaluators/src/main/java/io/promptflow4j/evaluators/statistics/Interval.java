package io.promptflow4j.evaluators.statistics;

/// A range that covers the true value in a share `level` of all repetitions, both ends included.
public record Interval(double low, double high, double level) {

  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException("interval: low %s is above high %s".formatted(low, high));
    }
    Arguments.share("level", level);
  }

  /// Whether a value lies in the range.
  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /// Whether the whole range lies strictly between minus the margin and the margin.
  public boolean isWithin(double margin) {
    return -margin < low && high < margin;
  }

  /// How long the range is.
  public double width() {
    return high - low;
  }
}
