package io.promptflow4j.evaluators.statistics.agreement;

/// How bad a disagreement between two categories counts, for categories in order.
public enum Weighting {
  /// Any two categories are equally far apart.
  UNWEIGHTED,
  /// By the number of categories between.
  LINEAR,
  /// By the square of that.
  QUADRATIC;

  double distance(int one, int other) {
    double apart = one - other;
    return switch (this) {
      case UNWEIGHTED -> apart == 0 ? 0 : 1;
      case LINEAR -> Math.abs(apart);
      case QUADRATIC -> apart * apart;
    };
  }
}
