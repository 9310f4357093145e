package io.promptflow4j.evaluators.statistics.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class UnboundedComparisonTest {

  private static SequentialState after(UnboundedComparison comparison, int rows, double shift) {
    for (int row = 1; row <= rows; row++) {
      comparison.add((row * 37 % 23 - 9) / 7.0 + shift);
    }
    return comparison.state();
  }

  private static UnboundedComparison open(double margin) {
    return new UnboundedComparison(
        margin > 0 ? OptionalDouble.of(margin) : OptionalDouble.empty(), 0.05, 0.1);
  }

  /// The ends by bisection over the formula, in plain Python.
  @Test
  void theIntervalIsThatOfTheFormula() {
    SequentialState state = after(open(0), 60, 0);

    assertThat(state.mean()).isCloseTo(0.297619047619048, within(1e-12));
    assertThat(state.interval().low()).isCloseTo(-0.102953345286, within(1e-9));
    assertThat(state.interval().high()).isCloseTo(0.698191440524, within(1e-9));
  }

  @Test
  void nothingIsSaidOfFewRows() {
    SequentialState state = after(open(0), 19, 1_000);

    assertThat(state.decision()).isEqualTo(Decision.UNDECIDED);
    assertThat(state.interval().high()).isInfinite();
  }

  @Test
  void aClearDifferenceIsDecidedInItsDirection() {
    assertThat(after(open(0), 40, 2).decision()).isEqualTo(Decision.BETTER);
    assertThat(after(open(0), 40, -3).decision()).isEqualTo(Decision.WORSE);
  }

  @Test
  void variantsAreEquivalentOnlyIfThereIsAMargin() {
    assertThat(after(open(1), 400, -0.28).decision()).isEqualTo(Decision.EQUIVALENT);
    assertThat(after(open(0), 400, -0.28).decision()).isEqualTo(Decision.UNDECIDED);
  }

  @Test
  void rowsWithoutADifferenceDecideNothing() {
    var comparison = open(0);
    for (int row = 0; row < 100; row++) {
      comparison.add(0);
    }

    assertThat(comparison.state().decision()).isEqualTo(Decision.UNDECIDED);
  }
}
