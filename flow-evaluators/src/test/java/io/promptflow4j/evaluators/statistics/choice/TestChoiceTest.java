package io.promptflow4j.evaluators.statistics.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.evaluators.statistics.paired.PairedSample;
import io.promptflow4j.evaluators.statistics.paired.PairedTest;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TestChoiceTest {

  @Test
  void rightOrWrongIsMcNemars() {
    var choice =
        TestChoice.of(PairedSample.of(new double[] {0, 1, 0, 0}, new double[] {1, 1, 0, 1}));

    assertThat(choice.test()).isEqualTo(PairedTest.MCNEMAR_MID_P);
    assertThat(choice.because()).contains("only the 2 of 4 rows").endsWith(".");
  }

  @Test
  void gradesAreRanked() {
    var choice =
        TestChoice.of(PairedSample.of(new double[] {1, 4, 5, 3}, new double[] {2, 4, 5, 5}));

    assertThat(choice.kind()).isEqualTo(DataKind.ORDINAL);
    assertThat(choice.test()).isEqualTo(PairedTest.SIGNED_RANK_EXACT);
    assertThat(choice.because()).contains("2 of 4 rows are ties");
  }

  @Test
  void fewNumbersArePermuted() {
    var choice = TestChoice.of(PairedSample.of(new double[] {0.1, 0.7}, new double[] {0.25, 0.9}));

    assertThat(choice.kind()).isEqualTo(DataKind.CONTINUOUS);
    assertThat(choice.test()).isEqualTo(PairedTest.SIGN_FLIP_EXACT);
    assertThat(choice.because()).contains("2 rows are too few");
  }

  @Test
  void manyNumbersGetATTest() {
    double[] candidate = new SplittableRandom(1).doubles(100).toArray();

    var choice = TestChoice.of(PairedSample.of(new double[100], candidate));

    assertThat(choice.test()).isEqualTo(PairedTest.PAIRED_T);
  }

  @Test
  void skewedNumbersArePermuted() {
    double[] candidate = new SplittableRandom(1).doubles(100).map(x -> Math.pow(x, 60)).toArray();

    var choice = TestChoice.of(PairedSample.of(new double[100], candidate));

    assertThat(choice.test()).isEqualTo(PairedTest.SIGN_FLIP_SAMPLED);
    assertThat(choice.because()).contains("too skewed");
  }

  @Test
  void numbersThatNeverDifferArePermuted() {
    double[] same = new SplittableRandom(1).doubles(40).toArray();

    var choice = TestChoice.of(PairedSample.of(same, same));

    assertThat(choice.result().pValue()).isEqualTo(1);
    assertThat(choice.because()).contains("all 40 differences are equal");
  }

  @Test
  void aDeclaredKindGoesBeforeTheLookOfTheScores() {
    var sample = PairedSample.of(new double[] {0, 1, 0}, new double[] {1, 1, 1});

    assertThat(TestChoice.of(sample, DataKind.ORDINAL).test())
        .isEqualTo(PairedTest.SIGNED_RANK_EXACT);
    assertThatThrownBy(() ->
            TestChoice.of(PairedSample.of(new double[] {2}, new double[] {1}), DataKind.BINARY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("others than 0 and 1");
    assertThatThrownBy(() -> TestChoice.of(PairedSample.of(new double[0], new double[0])))
        .hasMessage("rows is 0, but must be at least 1");
  }
}
