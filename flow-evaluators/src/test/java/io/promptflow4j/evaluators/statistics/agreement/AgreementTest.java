package io.promptflow4j.evaluators.statistics.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.promptflow4j.evaluators.statistics.Figure;
import io.promptflow4j.evaluators.statistics.agreement.KrippendorffAlpha.Level;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {

  @Test
  void ratingsAreCountedIntoATable() {
    int[] first = {0, 1, 2, 1};
    int[] second = {0, 1, 1, 1};

    assertThat(CohenKappa.of(first, second, 3, Weighting.LINEAR))
        .isEqualTo(CohenKappa.of(new int[][] {{1, 0, 0}, {0, 2, 0}, {0, 1, 0}}, Weighting.LINEAR));
    assertThat(CohenKappa.of(first, first, 3, Weighting.QUADRATIC)).isEqualTo(Figure.known(1.0));
  }

  @Test
  void agreementOnOneCategoryIsNoAgreementBeyondChance() {
    assertThat(CohenKappa.of(new int[] {1, 1}, new int[] {1, 1}, 2, Weighting.UNWEIGHTED))
        .isEqualTo(Figure.unknown("both raters gave one and the same category throughout"));
    assertThat(FleissKappa.of(new int[][] {{3, 0}, {3, 0}})).isInstanceOf(Figure.Unknown.class);
    assertThat(KrippendorffAlpha.of(List.of(List.of(2.0, 2.0)), Level.NOMINAL))
        .isEqualTo(Figure.unknown("all ratings are the same"));
  }

  @Test
  void nothingRatedTwiceIsUnknown() {
    assertThat(CohenKappa.of(new int[0], new int[0], 2, Weighting.UNWEIGHTED))
        .isEqualTo(Figure.unknown("there are no ratings"));
    assertThat(FleissKappa.of(new int[0][])).isEqualTo(Figure.unknown("there are no subjects"));
    assertThat(FleissKappa.of(new int[][] {{1, 0}})).isInstanceOf(Figure.Unknown.class);
    assertThat(KrippendorffAlpha.of(List.of(List.of(1.0), List.of()), Level.INTERVAL))
        .isEqualTo(Figure.unknown("no unit was rated twice"));
  }

  @Test
  void alphaOfTwoRatersIsWhatTheHandSays() {
    var units = List.of(List.of(0.0, 0.0), List.of(1.0, 1.0), List.of(0.0, 1.0), List.of(0.0, 0.0));
    // coincidences: o01 = 1, n0 = 5, n1 = 3, n = 8: 1 − 7 · 1 / (5 · 3)
    assertThat(KrippendorffAlpha.of(units, Level.NOMINAL).orThrow())
        .isCloseTo(1 - 7.0 / 15, within(1e-12));
  }

  @Test
  void badInputIsNamed() {
    assertThatThrownBy(() -> CohenKappa.of(new int[] {2}, new int[] {0}, 2, Weighting.LINEAR))
        .hasMessage("category is 2, but there are categories 0 to 1");
    assertThatThrownBy(() -> FleissKappa.of(new int[][] {{2, 0}, {2, 1}}))
        .hasMessage("subject 2 has 3 ratings, but subject 1 has 2");
    assertThatThrownBy(() -> KrippendorffAlpha.of(List.of(List.of(1.0, Double.NaN)), Level.NOMINAL))
        .hasMessageContaining("value is NaN");
  }
}
