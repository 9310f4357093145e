package io.promptflow4j.evaluators.statistics.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.evaluators.statistics.Figure;
import org.junit.jupiter.api.Test;

class CorrelationTest {

  private static final double[] RISING = {1, 2, 3, 4};

  @Test
  void aColumnWithoutSpreadCorrelatesWithNothing() {
    var equal = Figure.unknown("all 4 values of a column are equal");
    double[] flat = {7, 7, 7, 7};

    assertThat(Correlation.pearson(RISING, flat)).isEqualTo(equal);
    assertThat(Correlation.spearman(flat, RISING)).isEqualTo(equal);
    assertThat(Correlation.kendall(RISING, flat)).isEqualTo(equal);
    assertThat(Correlation.pearson(flat, RISING, 0.95)).isEqualTo(equal);
  }

  @Test
  void aStraightLineIsOneWithCertainty() {
    var estimate = Correlation.pearson(RISING, new double[] {-1, -2, -3, -4}, 0.95).orThrow();

    assertThat(estimate.value()).isEqualTo(-1);
    assertThat(estimate.interval().low()).isEqualTo(-1);
    assertThat(estimate.interval().high()).isEqualTo(-1);
  }

  @Test
  void tooFewPairsAreUnknown() {
    assertThat(Correlation.pearson(new double[] {1}, new double[] {2}))
        .isInstanceOf(Figure.Unknown.class);
    assertThat(Correlation.spearman(new double[0], new double[0]))
        .isInstanceOf(Figure.Unknown.class);
    assertThat(Correlation.pearson(new double[] {1, 2, 3}, new double[] {1, 3, 2}, 0.95))
        .isEqualTo(Figure.unknown("an interval needs at least 4 pairs, there are 3"));
  }

  @Test
  void badInputIsNamed() {
    assertThatThrownBy(() -> Correlation.kendall(RISING, new double[3]))
        .hasMessage("first has 4 values, but second has 3");
  }
}
