package io.promptflow4j.bench;

import io.promptflow4j.evaluators.statistics.correlation.Correlation;
import io.promptflow4j.evaluators.statistics.describe.Bootstrap;
import io.promptflow4j.evaluators.statistics.describe.MeanInterval;
import io.promptflow4j.evaluators.statistics.describe.ProportionInterval;
import io.promptflow4j.evaluators.statistics.paired.ProportionDifference;
import java.util.ArrayList;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/// How often intervals of level 95 % cover the truth.
final class IntervalCoverage {

  private static final double LEVEL = 0.95;

  private final Trials trials;

  IntervalCoverage(int repeats) {
    trials = new Trials(repeats);
  }

  void print() {
    System.out.printf("%n| interval of level 95 %% | data | covers |%n|---|---|---|%n");
    means();
    shares();
    pairedShares();
  }

  private void means() {
    line(
        "Student",
        "10 normal numbers",
        random -> Trials.covers(MeanInterval.student(Trials.normal(random, 10), LEVEL), 0));
    for (int size : new int[] {30, 100}) {
      line(
          "Student",
          size + " exponential numbers",
          random ->
              Trials.covers(MeanInterval.student(Trials.exponential(random, size), LEVEL), 1));
      line(
          "BCa bootstrap, 999 draws",
          size + " exponential numbers",
          random ->
              Trials.covers(
                  new Bootstrap(999, random.nextLong())
                      .mean(Trials.exponential(random, size), LEVEL),
                  1));
    }
    line("clustered", "30 rows × 4 repeats, ICC 0.9", random -> clusters(random, true));
    line("Student, taking repeats for rows", "the same", random -> clusters(random, false));
    line(
        "Fisher, Pearson's r",
        "25 normal pairs, r = 0.6",
        random -> {
          double[] x = Trials.normal(random, 25);
          double[] y = Trials.normal(random, 25);
          for (int i = 0; i < y.length; i++) {
            y[i] = 0.6 * x[i] + 0.8 * y[i];
          }
          return Trials.covers(Correlation.pearson(x, y, LEVEL), 0.6);
        });
  }

  private static boolean clusters(SplittableRandom random, boolean known) {
    var rows = new ArrayList<String>();
    var values = new double[120];
    for (int row = 0; row < 30; row++) {
      double centre = random.nextGaussian();
      for (int repeat = 0; repeat < 4; repeat++) {
        rows.add("row " + row);
        values[4 * row + repeat] = centre + random.nextGaussian() / 3;
      }
    }
    return Trials.covers(
        known ? MeanInterval.clustered(values, rows, LEVEL) : MeanInterval.student(values, LEVEL),
        0);
  }

  private void shares() {
    for (double share : new double[] {0.5, 0.9, 0.97}) {
      String data = "50 trials of %.2f".formatted(share);
      line(
          "Wilson",
          data,
          random ->
              Trials.covers(ProportionInterval.wilson(successes(random, share), 50, LEVEL), share));
      line(
          "Wilson with correction",
          data,
          random ->
              Trials.covers(
                  ProportionInterval.wilsonCorrected(successes(random, share), 50, LEVEL), share));
    }
  }

  private void pairedShares() {
    for (int rows : new int[] {30, 200}) {
      for (double wins : new double[] {0.18, 0.28}) {
        double losses = wins - 0.1;
        String data = "%d rows, %.2f right against %.2f wrong".formatted(rows, wins, losses);
        line(
            "Newcombe",
            data,
            random ->
                Trials.covers(
                    ProportionDifference.newcombe(Trials.table(random, rows, wins, losses), LEVEL),
                    0.1));
        line(
            "Tango",
            data,
            random ->
                Trials.covers(
                    ProportionDifference.tango(Trials.table(random, rows, wins, losses), LEVEL),
                    0.1));
      }
    }
  }

  private void line(String interval, String data, Predicate<SplittableRandom> covered) {
    System.out.printf(
        Locale.ROOT, "| %s | %s | %.2f %% |%n", interval, data, 100 * trials.share(covered));
  }

  private static int successes(SplittableRandom random, double share) {
    return (int) random.doubles(50).filter(place -> place < share).count();
  }
}
