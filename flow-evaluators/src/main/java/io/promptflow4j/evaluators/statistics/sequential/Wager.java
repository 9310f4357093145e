package io.promptflow4j.evaluators.statistics.sequential;

import java.util.function.IntToDoubleFunction;

/// A gambler's capital, who starts with 1 and bets before each row that its gain will be positive.
///
/// If the expected gain is not positive, the capital is a nonnegative supermartingale, so that it
/// ever reaches `goal` with a chance of at most 1/goal (Ville 1939; Waudby-Smith and Ramdas 2023,
/// Journal of the Royal Statistical Society B 86:1). No stake exceeds what is needed to reach the
/// goal with the largest gain: beyond it capital is worthless.
final class Wager {

  private static final double BOLDEST = 0.9;
  private static final double NEARLY = 1 - 1e-9;
  private static final int FAR = 1_000;

  private final double goal;
  private final double largestGain;
  private final double largestLoss;
  private double capital = 1;
  private boolean won;

  Wager(double goal, double largestGain, double largestLoss) {
    this.goal = goal;
    this.largestGain = largestGain;
    this.largestLoss = largestLoss;
  }

  /// The stake that is really placed when `wanted` is: within the means, and not beyond the goal.
  double stake(double wanted) {
    if (won) {
      return 0;
    }
    double affordable = Math.min(wanted, BOLDEST / largestLoss);
    return Math.min(affordable, (goal / capital - 1) / largestGain);
  }

  /// Settles a stake that was placed before the gain was known.
  void settle(double stake, double gain) {
    capital *= 1 + stake * gain;
    won |= capital >= goal * NEARLY;
  }

  /// How many rows it takes at least until the goal is reached: so many if each brings the largest
  /// gain, and stakes are as high as rows without any difference would make them.
  ///
  /// @param wanted what would be staked on a row, by how many rows come before it from now on
  int rowsAhead(IntToDoubleFunction wanted) {
    double most = capital;
    int rows = 0;
    while (most < goal * NEARLY && rows < FAR) {
      most *= 1 + Math.min(wanted.applyAsDouble(rows), BOLDEST / largestLoss) * largestGain;
      rows++;
    }
    return won ? 0 : rows;
  }

  boolean hasWon() {
    return won;
  }
}
