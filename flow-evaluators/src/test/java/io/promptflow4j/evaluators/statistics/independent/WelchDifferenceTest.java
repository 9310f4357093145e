package io.promptflow4j.evaluators.statistics.independent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptflow4j.evaluators.statistics.Estimate;
import io.promptflow4j.evaluators.statistics.Figure;
import org.junit.jupiter.api.Test;

class WelchDifferenceTest {

  /// Student's sleep data, as R has it in `datasets::sleep`; `t.test(extra ~ group)` prints the
  /// interval −3.3654832 to 0.2054832 for the first group minus the second.
  private static final double[] FIRST = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};

  private static final double[] SECOND = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

  @Test
  void theIntervalOfStudentsSleepDataIsThatOfR() {
    assertThat(WelchDifference.interval(/* first= */ SECOND, /* second= */ FIRST, 0.95))
        .isInstanceOfSatisfying(
            Figure.Known.class,
            known -> {
              var estimate = (Estimate) known.value();
              assertThat(estimate.value()).isCloseTo(-1.58, within(1e-9));
              assertThat(estimate.interval().low()).isCloseTo(-3.3654832, within(1e-6));
              assertThat(estimate.interval().high()).isCloseTo(0.2054832, within(1e-6));
            });
  }

  @Test
  void groupsWithoutSpreadHaveNone() {
    assertThat(WelchDifference.interval(new double[] {1}, FIRST, 0.95))
        .isInstanceOf(Figure.Unknown.class);
    assertThat(WelchDifference.interval(new double[] {1, 1}, new double[] {2, 2}, 0.95))
        .isInstanceOf(Figure.Unknown.class);
  }
}
