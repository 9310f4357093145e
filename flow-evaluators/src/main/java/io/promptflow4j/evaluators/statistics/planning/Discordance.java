package io.promptflow4j.evaluators.statistics.planning;

import io.promptflow4j.evaluators.statistics.Arguments;

/// How often two variants differ in being right.
///
/// @param onlyBaseline the share of rows that only the baseline gets right
/// @param onlyCandidate the share of rows that only the candidate gets right
public record Discordance(double onlyBaseline, double onlyCandidate) {

  public Discordance {
    Arguments.probability("onlyBaseline", onlyBaseline);
    Arguments.probability("onlyCandidate", onlyCandidate);
    Arguments.probability("onlyBaseline + onlyCandidate", onlyBaseline + onlyCandidate);
  }

  /// Two variants that differ on a share `total` of the rows, and by `difference` in their shares
  /// of right answers.
  public static Discordance of(double total, double difference) {
    return new Discordance((total - difference) / 2, (total + difference) / 2);
  }

  /// The share of rows on which they differ.
  public double total() {
    return Math.min(1, onlyBaseline + onlyCandidate);
  }

  /// The difference in their shares of right answers.
  public double difference() {
    return onlyCandidate - onlyBaseline;
  }
}
