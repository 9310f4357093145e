package io.promptflow4j.evaluators.statistics.paired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.promptflow4j.evaluators.statistics.Figure;
import io.promptflow4j.evaluators.statistics.describe.Bootstrap;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PairedFiguresTest {

  private static final PairedSample ALIKE =
      PairedSample.of(new double[] {1, 2, 3}, new double[] {1, 2, 3});

  @Nested
  class Sample {

    @Test
    void differencesThatAreEqualOnPaperAreEqual() {
      var sample = PairedSample.of(new double[] {0.2, 0.1}, new double[] {0.3, 0.2});

      assertThat(sample.differences()).containsExactly(0.1, 0.1);
    }

    @Test
    void tinyScoresKeepTheirDigits() {
      var sample = PairedSample.of(new double[] {1e-20, 5e-20}, new double[] {3e-20, 4e-20});

      assertThat(sample.differences()).containsExactly(2e-20, -1e-20);
    }

    @Test
    void repeatsOfARowAreAveraged() {
      var sample =
          PairedSample.byRow(
              List.of("x", "y", "x"), new double[] {0, 1, 1}, new double[] {1, 1, 1});

      assertThat(sample.size()).isEqualTo(2);
      assertThat(sample.differences()).containsExactly(0.5, 0);
    }

    @Test
    void rightAndWrongAreCounted() {
      var sample = PairedSample.of(new double[] {1, 1, 1, 0, 0}, new double[] {1, 0, 1, 1, 0});

      assertThat(sample.asBinary()).isEqualTo(Optional.of(new BinaryPairs(2, 1, 1, 1)));
      assertThat(PairedSample.of(new double[] {2}, new double[] {1}).asBinary()).isEmpty();
    }

    @Test
    void badInputIsNamed() {
      assertThatThrownBy(() -> PairedSample.of(new double[2], new double[3]))
          .hasMessage("baseline has 2 values, but candidate has 3");
      assertThatThrownBy(() -> PairedSample.of(new double[1], new double[] {1 / 0.0}))
          .hasMessageContaining("candidate: value 1 is Infinity");
      assertThatThrownBy(() -> PairedSample.of(new double[] {-1.7e308}, new double[] {1.7e308}))
          .hasMessageContaining("too large");
      assertThatThrownBy(() -> new BinaryPairs(1, -1, 0, 0))
          .hasMessage("onlyBaseline is -1, but must be at least 0");
    }
  }

  @Nested
  class WithoutAnyDifference {

    @Test
    void testsOfRanksAndSignsSeeNothing() {
      assertThat(SignedRank.pratt(ALIKE).pValue()).isEqualTo(1);
      assertThat(SignFlip.standard().test(ALIKE).pValue()).isEqualTo(1);
      assertThat(WinTieLoss.of(ALIKE).signTest().pValue()).isEqualTo(1);
      assertThat(WinTieLoss.of(ALIKE)).isEqualTo(new WinTieLoss(0, 3, 0));
    }

    @Test
    void figuresThatNeedSpreadAreUnknown() {
      var equal = Figure.unknown("all 3 differences are equal");

      assertThat(MeanDifference.test(ALIKE)).isEqualTo(equal);
      assertThat(EffectSize.cohensDz(ALIKE)).isEqualTo(equal);
      assertThat(EffectSize.rankBiserial(ALIKE))
          .isEqualTo(Figure.unknown("all 3 differences are zero"));
      assertThat(MeanDifference.student(ALIKE, 0.95)).isInstanceOf(Figure.Unknown.class);
      assertThat(MeanDifference.bootstrap(ALIKE, 0.95, Bootstrap.standard()))
          .isInstanceOf(Figure.Unknown.class);
    }
  }

  @Nested
  class WithoutRows {

    private static final PairedSample NONE = PairedSample.of(new double[0], new double[0]);

    @Test
    void figuresAreUnknownOrOne() {
      assertThat(SignedRank.pratt(NONE).pValue()).isEqualTo(1);
      assertThat(MeanDifference.test(NONE)).isInstanceOf(Figure.Unknown.class);
      assertThat(EffectSize.cliffsDelta(NONE)).isEqualTo(Figure.unknown("there are no rows"));
      assertThat(ProportionDifference.tango(new BinaryPairs(0, 0, 0, 0), 0.95))
          .isEqualTo(Figure.unknown("there are no rows"));
      assertThat(ProportionDifference.newcombe(new BinaryPairs(0, 0, 0, 0), 0.95))
          .isEqualTo(Figure.unknown("there are no rows"));
    }
  }

  @Test
  void anOddsRatioNeedsBothKindsOfDiscordantRows() {
    assertThat(EffectSize.matchedOddsRatio(new BinaryPairs(3, 0, 4, 1), 0.95))
        .isEqualTo(Figure.unknown("there is no row that only the baseline gets right"));
  }

  @Test
  void oneSidedTablesHaveIntervalsThatStayInRange() {
    for (var pairs : List.of(new BinaryPairs(0, 0, 9, 0), new BinaryPairs(0, 9, 0, 0))) {
      var tango = ProportionDifference.tango(pairs, 0.95).orThrow();
      var newcombe = ProportionDifference.newcombe(pairs, 0.95).orThrow();

      assertThat(tango.interval().contains(tango.value())).isTrue();
      assertThat(tango.interval().low()).isBetween(-1.0, 1.0);
      assertThat(newcombe.interval().high()).isBetween(-1.0, 1.0);
    }
  }

  @Test
  void sampledPermutationsComeCloseToAllOfThem() {
    var random = new SplittableRandom(3);
    double[] few = random.doubles(20, -0.5, 1).toArray();
    double[] zeros = new double[21];
    double[] many = Arrays.copyOf(few, 21);
    many[20] = 1e-9;

    TestResult exact = SignFlip.standard().test(PairedSample.of(new double[20], few));
    TestResult sampled = SignFlip.standard().test(PairedSample.of(zeros, many));

    assertThat(exact.test()).isEqualTo(PairedTest.SIGN_FLIP_EXACT);
    assertThat(sampled.test()).isEqualTo(PairedTest.SIGN_FLIP_SAMPLED);
    assertThat(sampled.pValue()).isCloseTo(exact.pValue(), within(0.01));
  }

  @Test
  void exactAndNormalRanksMeetWhereOneTakesOver() {
    double[] ranks = new double[SignedRank.EXACT_UP_TO];
    Arrays.setAll(ranks, i -> i + 1);

    assertThat(SignedRank.normal(ranks, 6_800))
        .isCloseTo(SignedRank.exact(ranks, 6_800), within(5e-4));
  }
}
