package io.promptflow4j.evaluators.statistics.paired;

import io.promptflow4j.evaluators.statistics.Arguments;

/// Two variants that are right or wrong on the same rows, counted.
public record BinaryPairs(int bothRight, int onlyBaseline, int onlyCandidate, int bothWrong) {

  public BinaryPairs {
    Arguments.atLeast("bothRight", 0, bothRight);
    Arguments.atLeast("onlyBaseline", 0, onlyBaseline);
    Arguments.atLeast("onlyCandidate", 0, onlyCandidate);
    Arguments.atLeast("bothWrong", 0, bothWrong);
  }

  /// How many rows there are.
  public int size() {
    return bothRight + onlyBaseline + onlyCandidate + bothWrong;
  }

  /// On how many rows the two differ; only these say which is better.
  public int discordant() {
    return onlyBaseline + onlyCandidate;
  }

  /// The candidate's share of right answers minus the baseline's. There has to be a row.
  public double difference() {
    return (double) (onlyCandidate - onlyBaseline) / Arguments.atLeast("rows", 1, size());
  }
}
