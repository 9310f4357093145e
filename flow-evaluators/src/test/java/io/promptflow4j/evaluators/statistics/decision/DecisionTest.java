package io.promptflow4j.evaluators.statistics.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.promptflow4j.evaluators.statistics.Figure;
import io.promptflow4j.evaluators.statistics.paired.BinaryPairs;
import io.promptflow4j.evaluators.statistics.paired.PairedSample;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DecisionTest {

  private static final PairedSample NEAR =
      PairedSample.of(new double[60], new SplittableRandom(5).doubles(60, -1, 1).toArray());

  @Test
  void equivalenceHoldsFromThePValueOn() {
    double margin = 0.3;
    double p = Equivalence.studentPValue(NEAR, margin).orThrow();

    assertThat(Equivalence.student(NEAR, margin, p * 1.001).orThrow().holds()).isTrue();
    assertThat(Equivalence.student(NEAR, margin, p * 0.999).orThrow().holds()).isFalse();
    assertThat(p).isCloseTo(0.0012, within(0.05));
  }

  @Test
  void sharesAreEquivalentWhenEnoughRowsSaySo() {
    assertThat(Equivalence.binary(new BinaryPairs(600, 50, 52, 298), 0.05, 0.05).orThrow().holds())
        .isTrue();
    assertThat(Equivalence.binary(new BinaryPairs(6, 1, 1, 2), 0.05, 0.05).orThrow().holds())
        .isFalse();
    assertThat(Equivalence.binary(new BinaryPairs(0, 0, 0, 0), 0.05, 0.05))
        .isInstanceOf(Figure.Unknown.class);
  }

  @Test
  void noQuestionsNeedNoAdjustment() {
    assertThat(Adjustment.holm()).isEmpty();
    assertThat(Adjustment.benjaminiHochberg()).isEmpty();
  }

  @Test
  void badInputIsNamed() {
    assertThatThrownBy(() -> Adjustment.holm(0.1, 1.2))
        .hasMessage("p-value 2 is 1.2, but must be from 0 to 1");
    assertThatThrownBy(() -> Adjustment.holm(0.1, Double.NaN)).hasMessageContaining("p-value 2");
    assertThatThrownBy(() -> Equivalence.student(NEAR, 0, 0.05)).hasMessageContaining("margin");
    assertThatThrownBy(() -> Equivalence.student(NEAR, 1, 0.5)).hasMessageContaining("alpha");
  }
}
