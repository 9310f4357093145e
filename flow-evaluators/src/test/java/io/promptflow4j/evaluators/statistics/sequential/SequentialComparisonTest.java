package io.promptflow4j.evaluators.statistics.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SequentialComparisonTest {

  private static final SequentialPlan PLAN = SequentialPlan.of(1, 0.1);

  @Test
  void nothingIsKnownBeforeTheFirstRow() {
    SequentialState state = new SequentialComparison(PLAN).state();

    assertThat(state.rows()).isZero();
    assertThat(state.decision()).isEqualTo(Decision.UNDECIDED);
    assertThat(state.interval().low()).isEqualTo(-1);
    assertThat(state.interval().high()).isEqualTo(1);
    assertThat(state.finished()).isFalse();
  }

  @Test
  void aCandidateThatAlwaysWinsIsBetterSoon() {
    SequentialState state = addUntilFinished(new SequentialComparison(PLAN), 1);

    assertThat(state.decision()).isEqualTo(Decision.BETTER);
    assertThat(state.rows()).isLessThan(30);
    assertThat(state.interval().low()).isGreaterThanOrEqualTo(0);
  }

  @Test
  void aCandidateThatAlwaysLosesIsWorseAsSoon() {
    SequentialState better = addUntilFinished(new SequentialComparison(PLAN), 1);
    SequentialState worse = addUntilFinished(new SequentialComparison(PLAN), -1);

    assertThat(worse.decision()).isEqualTo(Decision.WORSE);
    assertThat(worse.rows()).isEqualTo(better.rows());
    assertThat(worse.interval().high()).isEqualTo(-better.interval().low());
  }

  @Test
  void variantsThatNeverDifferAreEquivalent() {
    SequentialState state = addUntilFinished(new SequentialComparison(PLAN), 0);

    assertThat(state.decision()).isEqualTo(Decision.EQUIVALENT);
    assertThat(state.mean()).isZero();
  }

  @Test
  void theBetterVerdictAndTheIntervalNeverContradictEachOther() {
    for (int seed = 0; seed < 40; seed++) {
      var random = new SplittableRandom(seed);
      var comparison = new SequentialComparison(PLAN.withMaxRows(3_000));
      SequentialState state = comparison.state();
      while (!state.finished()) {
        state = comparison.add(draw(random, 0.18, 0.08));
        boolean excludesZero = state.interval().low() >= 0;
        assertThat(excludesZero).isEqualTo(state.decision() == Decision.BETTER);
      }
    }
  }

  @Test
  void theIntervalClosesInOnTheMeanWhenRowsGoOn() {
    var random = new SplittableRandom(8);
    var comparison = new SequentialComparison(PLAN);
    SequentialState state = comparison.state();
    double width = state.interval().width();
    for (int row = 0; row < 20_000; row++) {
      state = comparison.add(draw(random, 0.28, 0.08));
      assertThat(state.interval().width()).isLessThanOrEqualTo(width + 1e-12);
      width = state.interval().width();
    }

    assertThat(state.interval().contains(0.2)).isTrue();
    assertThat(state.interval().low()).isGreaterThan(0.17);
    assertThat(state.decision()).isEqualTo(Decision.BETTER);
  }

  @Test
  void theLimitOfRowsEndsItUndecided() {
    SequentialState state = addUntilFinished(new SequentialComparison(PLAN.withMaxRows(3)), 1);

    assertThat(state.rows()).isEqualTo(3);
    assertThat(state.decision()).isEqualTo(Decision.UNDECIDED);
  }

  @Test
  void scoresOfAnotherScaleGiveTheSameDecisionScaled() {
    var unit = new SequentialComparison(PLAN);
    var grades = new SequentialComparison(SequentialPlan.of(4, 0.4));
    var random = new SplittableRandom(4);
    for (int row = 0; row < 300; row++) {
      double difference = draw(random, 0.25, 0.1);
      SequentialState one = unit.add(difference);
      SequentialState other = grades.add(4 * difference);
      assertThat(other.decision()).isEqualTo(one.decision());
      assertThat(other.interval().low()).isCloseTo(4 * one.interval().low(), within(1e-9));
    }
  }

  @Test
  void noDecisionFallsBeforeTheRowsThatItTakesAtLeast() {
    for (int seed = 0; seed < 60; seed++) {
      var random = new SplittableRandom(seed);
      var comparison = new SequentialComparison(PLAN.withMaxRows(3_000));
      double[][] truths = {{0.18, 0.08}, {0.9, 0}, {0.02, 0.02}, {0, 0}, {0.1, 0.4}, {1, 0}};
      double[] truth = truths[seed % truths.length];
      SequentialState state = comparison.state();
      while (!state.finished()) {
        int ahead = comparison.rowsAhead();
        assertThat(ahead).isPositive();
        for (int row = 1; row < ahead && state.rows() < 2_999; row++) {
          state = comparison.add(draw(random, truth[0], truth[1]));
          assertThat(state.finished()).isFalse();
        }
        state = comparison.add(draw(random, truth[0], truth[1]));
      }
      assertThat(state.decision() == Decision.UNDECIDED || comparison.rowsAhead() == 0).isTrue();
    }
  }

  @Test
  void badInputIsNamed() {
    assertThatThrownBy(() -> SequentialPlan.of(1, 1))
        .hasMessage("margin is 1.0, but must be below the range 1.0");
    assertThatThrownBy(() -> PLAN.withPilot(2)).hasMessageContaining("typicalSquare is 2.0");
    assertThatThrownBy(() -> PLAN.withErrorRates(0, 0.1)).hasMessageContaining("alpha is 0.0");
    assertThatThrownBy(() -> PLAN.withMaxRows(0)).hasMessageContaining("maxRows is 0");
    assertThatThrownBy(() -> new SequentialComparison(PLAN).add(1.5))
        .hasMessage("difference is 1.5, but the plan says that none exceeds 1.0");
    assertThatThrownBy(() -> new SequentialComparison(PLAN).add(Double.NaN))
        .hasMessageContaining("difference is NaN");
  }

  private static double draw(SplittableRandom random, double wins, double losses) {
    double place = random.nextDouble();
    return place < wins ? 1 : place < wins + losses ? -1 : 0;
  }

  private static SequentialState addUntilFinished(SequentialComparison comparison, double value) {
    SequentialState state = comparison.state();
    for (int row = 0; row < 10_000 && !state.finished(); row++) {
      state = comparison.add(value);
    }
    return state;
  }
}
