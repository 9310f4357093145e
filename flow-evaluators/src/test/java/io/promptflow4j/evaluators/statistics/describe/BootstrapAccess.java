package io.promptflow4j.evaluators.statistics.describe;

import io.promptflow4j.evaluators.statistics.Estimate;
import io.promptflow4j.evaluators.statistics.Figure;

/// Opens the bootstrap to draws that somebody else made.
public final class BootstrapAccess {

  private BootstrapAccess() {}

  /// The interval from given draws.
  public static Figure<Estimate> interval(
      double observed, double[] draws, double[] leftOut, double level) {
    return Bootstrap.interval(observed, draws, leftOut, level);
  }
}
