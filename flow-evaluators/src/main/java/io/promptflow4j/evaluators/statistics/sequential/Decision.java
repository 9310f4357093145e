package io.promptflow4j.evaluators.statistics.sequential;

/// What a sequential comparison has come to; once made, a decision stays.
public enum Decision {
  /// The candidate's mean is above the baseline's.
  BETTER,
  /// The candidate's mean is below the baseline's.
  WORSE,
  /// The means differ by less than the margin.
  EQUIVALENT,
  /// The rows so far allow none of the others.
  UNDECIDED
}
