package io.promptflow4j.evaluators.statistics.sequential;

/// What the bets on the next row may know: the rows before it, and the plan's guess.
///
/// Mean and mean square are shrunk towards no difference and the typical square.
final class Spread {

  private final double guess;
  private final int trust;
  private double sum;
  private double squares;
  private int rows;

  Spread(double guess, int trust) {
    this.guess = guess;
    this.trust = trust;
  }

  void add(double difference) {
    sum += difference;
    squares += difference * difference;
    rows++;
  }

  int rows() {
    return rows;
  }

  double rawMean() {
    return rows == 0 ? 0 : sum / rows;
  }

  double mean() {
    return sum / (rows + trust);
  }

  /// The expected square of a difference, which is positive.
  double square() {
    return squareAfter(0);
  }

  /// What [#square] can become at least within some more rows.
  double squareAfter(int more) {
    return Math.max((trust * guess + squares) / (trust + rows + more), 1e-9);
  }

  /// The expected squared distance of a difference from a point.
  double squareAround(double point) {
    return Math.max(square() - 2 * point * mean() + point * point, 1e-9);
  }
}
