package io.promptflow4j.evaluators.statistics.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.promptflow4j.evaluators.statistics.Figure;
import io.promptflow4j.evaluators.statistics.planning.BinaryPlanner.Variant;
import org.junit.jupiter.api.Test;

class PlannersTest {

  private static final Discordance TEN_POINTS = new Discordance(0.08, 0.18);

  @Test
  void plannedRowsJustReachThePower() {
    RowPlan plan = BinaryPlanner.rows(TEN_POINTS, Variant.MID_P, Demand.standard()).orThrow();

    assertThat(plan.rows()).isEqualTo(198); // brute force over all outcomes with SciPy
    assertThat(plan.power()).isGreaterThanOrEqualTo(0.8);
    assertThat(BinaryPlanner.power(197, TEN_POINTS, Variant.MID_P, 0.05)).isLessThan(0.8);
    assertThat(
            BinaryPlanner.rows(TEN_POINTS, Variant.EXACT, new Demand(0.05, 0.9)).orThrow().rows())
        .isEqualTo(282);
  }

  @Test
  void theDetectableDifferenceIsTheOneThatWasPlannedFor() {
    double difference =
        BinaryPlanner.detectable(198, 0.26, Variant.MID_P, Demand.standard()).orThrow();

    assertThat(difference).isCloseTo(0.1, within(1e-3));
  }

  @Test
  void whatNoNumberOfRowsShowsIsUnknown() {
    assertThat(BinaryPlanner.detectable(5, 0.1, Variant.EXACT, Demand.standard()))
        .isInstanceOf(Figure.Unknown.class);
    assertThat(NumberPlanner.rows(1, 1e-6, Demand.standard()))
        .isEqualTo(Figure.unknown("it would take more than 10,000,000 rows"));
  }

  @Test
  void powerIsTheSameInBothDirectionsAndAlphaWithoutADifference() {
    assertThat(BinaryPlanner.power(90, new Discordance(0.3, 0.1), Variant.MID_P, 0.05))
        .isEqualTo(BinaryPlanner.power(90, new Discordance(0.1, 0.3), Variant.MID_P, 0.05));
    assertThat(NumberPlanner.power(40, 2, 0, 0.05)).isCloseTo(0.05, within(1e-9));
    assertThat(NumberPlanner.power(40, 2, -1, 0.05)).isEqualTo(NumberPlanner.power(40, 2, 1, 0.05));
    assertThat(BinaryPlanner.power(50, new Discordance(0, 0), Variant.EXACT, 0.05)).isZero();
    assertThat(BinaryPlanner.power(50, new Discordance(0, 1), Variant.EXACT, 0.05)).isEqualTo(1);
  }

  @Test
  void badInputIsNamed() {
    assertThatThrownBy(() -> new Demand(0.05, 0.04)).hasMessageContaining("power is 0.04");
    assertThatThrownBy(() -> new Discordance(0.7, 0.5)).hasMessageContaining("onlyBaseline +");
    assertThatThrownBy(
            () -> BinaryPlanner.rows(new Discordance(0.1, 0.1), Variant.EXACT, Demand.standard()))
        .hasMessageContaining("without a difference");
    assertThatThrownBy(() -> NumberPlanner.rows(0, 1, Demand.standard()))
        .hasMessageContaining("deviation");
  }
}
