package io.promptflow4j.evaluators.statistics.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.evaluators.statistics.Figure;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DescribeTest {

  @Test
  void nothingHasNoSummary() {
    assertThat(Summary.of(new double[0])).isEqualTo(Figure.unknown("there are no values"));
  }

  @Test
  void oneValueHasASummaryWithoutSpread() {
    Summary summary = Summary.of(new double[] {4}).orThrow();

    assertThat(summary.median()).isEqualTo(4);
    assertThat(summary.standardDeviation()).isEqualTo(Figure.unknown("one value has no spread"));
  }

  @Test
  void equalValuesGiveNoInterval() {
    assertThat(MeanInterval.student(new double[] {2, 2, 2}, 0.95))
        .isEqualTo(Figure.unknown("all 3 values are equal"));
    assertThat(MeanInterval.student(new double[0], 0.95)).isInstanceOf(Figure.Unknown.class);
  }

  @Test
  void aClusterEachIsThePlainInterval() {
    double[] values = {1, 5, 2, 8, 3};

    var plain = MeanInterval.student(values, 0.9).orThrow().interval();
    var clustered =
        MeanInterval.clustered(values, List.of("a", "b", "c", "d", "e"), 0.9).orThrow().interval();

    assertThat(clustered.low()).isCloseTo(plain.low(), within());
    assertThat(clustered.high()).isCloseTo(plain.high(), within());
  }

  @Test
  void repeatsThatSayTheSameDoNotNarrowTheInterval() {
    double[] once = {1, 5, 2, 8};
    double[] thrice = {1, 1, 1, 5, 5, 5, 2, 2, 2, 8, 8, 8};
    var rows = List.of("a", "a", "a", "b", "b", "b", "c", "c", "c", "d", "d", "d");

    assertThat(MeanInterval.clustered(thrice, rows, 0.95).orThrow().interval().width())
        .isCloseTo(MeanInterval.student(once, 0.95).orThrow().interval().width(), within());
  }

  @Test
  void oneClusterGivesNoInterval() {
    assertThat(MeanInterval.clustered(new double[] {1, 2}, Collections.nCopies(2, "a"), 0.95))
        .isEqualTo(Figure.unknown("an interval needs at least 2 clusters, there are 1"));
  }

  @Test
  void noTrialsGiveNoShare() {
    assertThat(ProportionInterval.wilson(0, 0, 0.95))
        .isEqualTo(Figure.unknown("there are no trials"));
    assertThat(ProportionInterval.wilsonCorrected(0, 0, 0.95))
        .isEqualTo(Figure.unknown("there are no trials"));
  }

  @Test
  void badInputIsNamed() {
    assertThatThrownBy(() -> ProportionInterval.wilson(3, 2, 0.95))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("trials is 2, but must be at least 3");
    assertThatThrownBy(() -> MeanInterval.clustered(new double[2], List.of("a"), 0.95))
        .hasMessage("values has 2 values, but clusters has 1");
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-9);
  }
}
