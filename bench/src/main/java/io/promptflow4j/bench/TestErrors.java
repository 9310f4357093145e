package io.promptflow4j.bench;

import io.promptflow4j.evaluators.statistics.choice.TestChoice;
import io.promptflow4j.evaluators.statistics.decision.Adjustment;
import io.promptflow4j.evaluators.statistics.decision.Equivalence;
import io.promptflow4j.evaluators.statistics.paired.McNemar;
import io.promptflow4j.evaluators.statistics.paired.MeanDifference;
import io.promptflow4j.evaluators.statistics.paired.PairedSample;
import io.promptflow4j.evaluators.statistics.paired.SignFlip;
import io.promptflow4j.evaluators.statistics.paired.SignedRank;
import io.promptflow4j.evaluators.statistics.paired.WinTieLoss;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;

/// How often tests at level 5 % see a difference where there is none.
final class TestErrors {

  private static final double ALPHA = 0.05;

  private final Trials trials;

  TestErrors(int repeats) {
    trials = new Trials(repeats);
  }

  void print() {
    System.out.printf(
        "%n| test at level 5 %% | data without a difference | errs |%n|---|---|---|%n");
    rightOrWrong();
    grades();
    numbers();
    decisions();
  }

  private void rightOrWrong() {
    for (int rows : new int[] {40, 200}) {
      String data = rows + " rows, variants differ on 26 %";
      line(
          "McNemar exact",
          data,
          random -> McNemar.exact(Trials.table(random, rows, 0.13, 0.13)).pValue() <= ALPHA);
      line(
          "McNemar mid-p",
          data,
          random -> McNemar.midP(Trials.table(random, rows, 0.13, 0.13)).pValue() <= ALPHA);
    }
  }

  private void grades() {
    Function<SplittableRandom, PairedSample> few = random -> pairs(random, 12, Trials::grades);
    Function<SplittableRandom, PairedSample> many = random -> pairs(random, 300, Trials::grades);
    line("sign test", "12 grades", random -> signTest(few.apply(random)));
    line("Wilcoxon–Pratt, exact", "12 grades", random -> signedRank(few.apply(random)));
    line("Wilcoxon–Pratt, normal", "300 grades", random -> signedRank(many.apply(random)));
    line("as chosen", "300 grades", random -> chosen(many.apply(random)));
  }

  private void numbers() {
    Function<SplittableRandom, PairedSample> few = random -> pairs(random, 15, Trials::exponential);
    Function<SplittableRandom, PairedSample> many = random -> pairs(random, 60, Trials::normal);
    line(
        "paired t",
        "60 normal numbers",
        random -> MeanDifference.test(many.apply(random)).orThrow().pValue() <= ALPHA);
    line("permutation, exact", "15 exponential numbers", random -> flip(few.apply(random)));
    line("permutation, 999 draws", "60 normal numbers", random -> flip(many.apply(random)));
    line("as chosen", "15 exponential numbers", random -> chosen(few.apply(random)));
    line("as chosen", "60 normal numbers", random -> chosen(many.apply(random)));
  }

  private void decisions() {
    line(
        "Holm over 10 tests, any error",
        "10 × 60 normal numbers",
        random -> {
          var pValues = new double[10];
          Arrays.setAll(
              pValues,
              _ -> MeanDifference.test(pairs(random, 60, Trials::normal)).orThrow().pValue());
          return Arrays.stream(Adjustment.holm(pValues)).min().orElseThrow() <= ALPHA;
        });
    line(
        "equivalence within 10 points",
        "300 rows, truly 10 points apart",
        random ->
            Equivalence.binary(Trials.table(random, 300, 0.18, 0.08), 0.1, ALPHA)
                .orThrow()
                .holds());
    line(
        "equivalence within 0.5",
        "80 normal numbers, truly 0.5 apart",
        random -> {
          double[] other = Arrays.stream(Trials.normal(random, 80)).map(x -> x + 0.5).toArray();
          return Equivalence.student(PairedSample.of(Trials.normal(random, 80), other), 0.5, ALPHA)
              .orThrow()
              .holds();
        });
  }

  private static boolean signTest(PairedSample sample) {
    return WinTieLoss.of(sample).signTest().pValue() <= ALPHA;
  }

  private static boolean signedRank(PairedSample sample) {
    return SignedRank.pratt(sample).pValue() <= ALPHA;
  }

  private static boolean flip(PairedSample sample) {
    return new SignFlip(999, 0).test(sample).pValue() <= ALPHA;
  }

  private static boolean chosen(PairedSample sample) {
    return TestChoice.of(sample).result().pValue() <= ALPHA;
  }

  private interface Scores {
    double[] draw(SplittableRandom random, int size);
  }

  private static PairedSample pairs(SplittableRandom random, int size, Scores scores) {
    return PairedSample.of(scores.draw(random, size), scores.draw(random, size));
  }

  private void line(String test, String data, Predicate<SplittableRandom> error) {
    System.out.printf(
        Locale.ROOT, "| %s | %s | %.2f %% |%n", test, data, 100 * trials.share(error));
  }
}
