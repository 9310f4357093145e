package io.promptflow4j.evaluators.statistics.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.promptflow4j.evaluators.statistics.Figure;
import io.promptflow4j.evaluators.statistics.Interval;
import org.hipparchus.stat.StatUtils;
import org.junit.jupiter.api.Test;

class BootstrapTest {

  private static final double[] VALUES = {2.1, 3.4, 1.9, 5.5, 4.2, 3.3, 2.8, 9.1, 3.0, 2.2};

  @Test
  void equalSeedsGiveEqualIntervals() {
    var bootstrap = new Bootstrap(999, 42);

    assertThat(bootstrap.mean(VALUES, 0.95)).isEqualTo(bootstrap.mean(VALUES, 0.95));
    assertThat(bootstrap.mean(VALUES, 0.95))
        .isNotEqualTo(new Bootstrap(999, 43).mean(VALUES, 0.95));
  }

  @Test
  void theIntervalOfASkewedSampleLeansToItsLongTail() {
    Interval interval = Bootstrap.standard().mean(VALUES, 0.95).orThrow().interval();
    double mean = StatUtils.mean(VALUES);

    assertThat(interval.high() - mean).isGreaterThan(mean - interval.low());
    // scipy.stats.bootstrap(VALUES, np.mean, method="BCa", n_resamples=400000): 2.84 to 5.69
    assertThat(interval.low()).isCloseTo(2.84, within(0.03));
    assertThat(interval.high()).isCloseTo(5.69, within(0.1));
  }

  @Test
  void leavingOneOutLeavesEachOutOnce() {
    assertThat(Bootstrap.leftOut(new double[] {1, 2, 4}, StatUtils::sum)).containsExactly(6, 5, 3);
  }

  @Test
  void whatHasNoSpreadHasNoInterval() {
    assertThat(Bootstrap.standard().mean(new double[] {1}, 0.95))
        .isEqualTo(Figure.unknown("a bootstrap needs at least 2 values, there are 1"));
    assertThat(Bootstrap.standard().mean(new double[] {1, 1, 1}, 0.95))
        .isEqualTo(Figure.unknown("all 3 values are equal"));
    assertThat(Bootstrap.standard().of(VALUES, _ -> 7, 0.95)).isInstanceOf(Figure.Known.class);
    assertThat(Bootstrap.standard().of(new double[] {0, 5, 5}, StatUtils::max, 0.95))
        .isInstanceOf(Figure.class);
  }

  @Test
  void badInputIsNamed() {
    assertThatThrownBy(() -> new Bootstrap(10, 0)).hasMessageContaining("resamples is 10");
    assertThatThrownBy(() -> Bootstrap.standard().mean(VALUES, 95))
        .hasMessage("level is 95.0, but must be strictly between 0 and 1");
    assertThatThrownBy(() -> Bootstrap.standard().mean(new double[] {1, Double.NaN}, 0.95))
        .hasMessage("values: value 2 is NaN, but only finite numbers can be used");
  }
}
