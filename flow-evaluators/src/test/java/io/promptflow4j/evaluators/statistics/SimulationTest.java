package io.promptflow4j.evaluators.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.evaluators.statistics.choice.DataKind;
import io.promptflow4j.evaluators.statistics.choice.TestChoice;
import io.promptflow4j.evaluators.statistics.decision.Equivalence;
import io.promptflow4j.evaluators.statistics.describe.Bootstrap;
import io.promptflow4j.evaluators.statistics.describe.MeanInterval;
import io.promptflow4j.evaluators.statistics.describe.ProportionInterval;
import io.promptflow4j.evaluators.statistics.paired.BinaryPairs;
import io.promptflow4j.evaluators.statistics.paired.McNemar;
import io.promptflow4j.evaluators.statistics.paired.PairedSample;
import io.promptflow4j.evaluators.statistics.paired.ProportionDifference;
import io.promptflow4j.evaluators.statistics.sequential.Decision;
import io.promptflow4j.evaluators.statistics.sequential.SequentialComparison;
import io.promptflow4j.evaluators.statistics.sequential.SequentialPlan;
import io.promptflow4j.evaluators.statistics.sequential.SequentialState;
import io.promptflow4j.evaluators.statistics.sequential.UnboundedComparison;
import java.util.ArrayList;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Draws samples whose truth is known and counts how often intervals and tests are right.
///
/// The short version of `bench`'s `StatisticsProof`: seeds are fixed, so that it passes always or
/// never, and the limits leave four standard errors of so few repeats.
class SimulationTest {

  private static final int REPEATS = 400;
  private static final double SLACK = 4 * Math.sqrt(0.05 * 0.95 / REPEATS);

  @Nested
  class IntervalsCoverTheTruth {

    @Test
    void studentOfNormalNumbers() {
      assertCovers(random -> {
        double[] values = random.doubles(12).map(_ -> random.nextGaussian()).toArray();
        return covers(MeanInterval.student(values, 0.95), 0);
      });
    }

    @Test
    void studentOfClusters() {
      assertCovers(random -> {
        var rows = new ArrayList<String>();
        var values = new double[120];
        for (int row = 0; row < 30; row++) {
          double centre = random.nextGaussian();
          for (int repeat = 0; repeat < 4; repeat++) {
            rows.add("row " + row);
            values[4 * row + repeat] = centre + 0.3 * random.nextGaussian();
          }
        }
        return covers(MeanInterval.clustered(values, rows, 0.95), 0);
      });
    }

    @Test
    void wilsonOfShares() {
      assertCovers(
          random -> covers(ProportionInterval.wilson(successes(random, 60, 0.85), 60, 0.95), 0.85));
    }

    @Test
    void bootstrapOfSkewedNumbers() {
      double known = 0.03; // BCa of 60 exponential numbers covers 92 to 93 %
      assertThat(
              share(random -> {
                double[] values = random.doubles(60).map(x -> -Math.log(1 - x)).toArray();
                return covers(new Bootstrap(399, 1).mean(values, 0.95), 1);
              }))
          .isGreaterThan(0.95 - SLACK - known);
    }

    @Test
    void tangoAndNewcombeOfPairedShares() {
      assertCovers(
          random -> covers(ProportionDifference.tango(table(random, 80, 0.18, 0.08), 0.95), 0.1));
      assertCovers(random ->
          covers(ProportionDifference.newcombe(table(random, 80, 0.18, 0.08), 0.95), 0.1));
    }

    private static void assertCovers(Predicate<SplittableRandom> covered) {
      assertThat(share(covered)).isGreaterThan(0.95 - SLACK);
    }

    private static boolean covers(Figure<Estimate> figure, double truth) {
      return switch (figure) {
        case Figure.Known<Estimate>(Estimate estimate) -> estimate.interval().contains(truth);
        case Figure.Unknown<Estimate> _ -> false;
      };
    }
  }

  @Nested
  class TestsSeldomSeeWhatIsNotThere {

    @Test
    void mcNemars() {
      assertSeldom(random -> McNemar.midP(table(random, 80, 0.13, 0.13)).pValue() <= 0.05);
      assertSeldom(random -> McNemar.exact(table(random, 80, 0.13, 0.13)).pValue() <= 0.05);
    }

    @Test
    void chosenForGrades() {
      assertSeldom(random -> {
        double[] one = random.ints(30, 1, 6).asDoubleStream().toArray();
        double[] other = random.ints(30, 1, 6).asDoubleStream().toArray();
        return rejects(PairedSample.of(one, other), DataKind.ORDINAL);
      });
    }

    @Test
    void chosenForNumbers() {
      assertSeldom(random ->
          rejects(
              PairedSample.of(random.doubles(12).toArray(), random.doubles(12).toArray()),
              DataKind.CONTINUOUS));
      assertSeldom(random ->
          rejects(
              PairedSample.of(random.doubles(50).toArray(), random.doubles(50).toArray()),
              DataKind.CONTINUOUS));
    }

    @Test
    void equivalenceAtTheMargin() {
      assertSeldom(random ->
          Equivalence.binary(table(random, 300, 0.18, 0.08), 0.1, 0.05).orThrow().holds());
    }

    private static boolean rejects(PairedSample sample, DataKind kind) {
      return TestChoice.of(sample, kind).result().pValue() <= 0.05;
    }
  }

  @Nested
  class StoppingEarly {

    private static final SequentialPlan PLAN =
        SequentialPlan.of(1, 0.1).withErrorRates(0.05, 0.1).withPilot(0.26);

    @Test
    void seldomSeesADifferenceThatIsNotThere() {
      assertSeldom(random -> {
        Decision decision = run(random, PLAN, 0.13, 0.13).decision();
        return decision == Decision.BETTER || decision == Decision.WORSE;
      });
    }

    @Test
    void seldomMissesADifferenceAsLargeAsTheMargin() {
      double missed =
          share(random -> run(random, PLAN, 0.18, 0.08).decision() == Decision.EQUIVALENT);

      assertThat(missed).isLessThan(0.1 + 4 * Math.sqrt(0.09 / REPEATS));
    }

    @Test
    void savesTwoFifthsOfTheRowsThatTheExactTestNeeds() {
      int exactTest = 282; // rows for a power of 0.9, by brute force with SciPy
      int repeats = 3 * REPEATS;
      double rows = 0;
      for (int repeat = 0; repeat < repeats; repeat++) {
        rows += run(new SplittableRandom(repeat), PLAN, 0.18, 0.08).rows();
      }

      assertThat(rows / repeats).isLessThan(0.6 * exactTest);
    }

    @Test
    void theIntervalCoversTheTruthAtAllTimesAtOnce() {
      SequentialPlan open = PLAN.withMaxRows(300);
      double left =
          share(random -> {
            var comparison = new SequentialComparison(open);
            SequentialState state = comparison.state();
            for (int row = 0; row < 300; row++) {
              state = comparison.add(draw(random, 0.18, 0.08));
            }
            return !state.interval().contains(0.1);
          });

      assertThat(left).isLessThan(0.05 + SLACK);
    }

    @Test
    void withoutBoundsSeldomSeesADifferenceThatIsNotThereHoweverWildTheNumbersAre() {
      assertSeldom(random -> sees(random::nextGaussian, 0));
      assertSeldom(random ->
          sees(
              () -> {
                double one = skewed(random);
                return one - skewed(random);
              },
              0));
      assertSeldom(random -> sees(() -> Math.tan(Math.PI * (random.nextDouble() - 0.5)), 0));
    }

    @Test
    void withoutBoundsItStillStopsEarly() {
      assertThat(share(random -> sees(random::nextGaussian, 0.4))).isEqualTo(1);
    }

    @Test
    void withoutBoundsTheIntervalCoversTheTruthAtAllTimesAtOnce() {
      double left =
          share(random -> {
            var comparison = open();
            boolean out = false;
            for (int row = 0; row < 500; row++) {
              comparison.add(random.nextGaussian() + 3);
              out |= !comparison.state().interval().contains(3);
            }
            return out;
          });

      assertThat(left).isLessThan(0.05 + SLACK);
    }

    private static boolean sees(DoubleSupplier noise, double shift) {
      var comparison = open();
      Decision decision = Decision.UNDECIDED;
      for (int row = 0; row < 500 && decision == Decision.UNDECIDED; row++) {
        decision = comparison.add(noise.getAsDouble() + shift);
      }
      return decision != Decision.UNDECIDED;
    }

    private static UnboundedComparison open() {
      return new UnboundedComparison(OptionalDouble.empty(), 0.05, 0.1);
    }

    private static double skewed(SplittableRandom random) {
      return Math.exp(random.nextGaussian());
    }

    private static SequentialState run(
        SplittableRandom random, SequentialPlan plan, double wins, double losses) {
      var comparison = new SequentialComparison(plan.withMaxRows(5_000));
      SequentialState state = comparison.state();
      while (!state.finished()) {
        state = comparison.add(draw(random, wins, losses));
      }
      return state;
    }
  }

  private static void assertSeldom(Predicate<SplittableRandom> error) {
    assertThat(share(error)).isLessThan(0.05 + SLACK);
  }

  private static double share(Predicate<SplittableRandom> event) {
    int count = 0;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      count += event.test(new SplittableRandom(repeat)) ? 1 : 0;
    }
    return (double) count / REPEATS;
  }

  private static double draw(SplittableRandom random, double wins, double losses) {
    double place = random.nextDouble();
    return place < wins ? 1 : place < wins + losses ? -1 : 0;
  }

  private static int successes(SplittableRandom random, int trials, double share) {
    return (int) random.doubles(trials).filter(place -> place < share).count();
  }

  /// Rows on which both are wrong are a third of those on which the variants agree.
  private static BinaryPairs table(SplittableRandom random, int rows, double wins, double losses) {
    var counts = new int[4];
    for (int row = 0; row < rows; row++) {
      double place = random.nextDouble();
      double agree = 1 - wins - losses;
      counts[place < wins ? 0 : place < wins + losses ? 1 : place < 1 - agree / 3 ? 2 : 3]++;
    }
    return new BinaryPairs(counts[2], counts[1], counts[0], counts[3]);
  }
}
