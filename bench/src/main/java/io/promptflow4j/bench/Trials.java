package io.promptflow4j.bench;

import io.promptflow4j.evaluators.statistics.Estimate;
import io.promptflow4j.evaluators.statistics.Figure;
import io.promptflow4j.evaluators.statistics.paired.BinaryPairs;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Repeats an experiment whose truth is known; repeat i draws from a generator seeded with i.
record Trials(int repeats) {

  double share(Predicate<SplittableRandom> event) {
    return (double)
            IntStream.range(0, repeats)
                .parallel()
                .filter(repeat -> event.test(new SplittableRandom(repeat)))
                .count()
        / repeats;
  }

  static boolean covers(Figure<Estimate> figure, double truth) {
    return switch (figure) {
      case Figure.Known<Estimate>(Estimate estimate) -> estimate.interval().contains(truth);
      case Figure.Unknown<Estimate> _ -> false;
    };
  }

  /// A paired difference of right and wrong.
  static double difference(SplittableRandom random, double wins, double losses) {
    double place = random.nextDouble();
    return place < wins ? 1 : place < wins + losses ? -1 : 0;
  }

  /// Two variants on so many rows; of the rows on which they agree, both are wrong on a third.
  static BinaryPairs table(SplittableRandom random, int rows, double wins, double losses) {
    double agree = 1 - wins - losses;
    var counts = new int[4];
    for (int row = 0; row < rows; row++) {
      double place = random.nextDouble();
      counts[place < wins ? 0 : place < wins + losses ? 1 : place < 1 - agree / 3 ? 2 : 3]++;
    }
    return new BinaryPairs(counts[2], counts[1], counts[0], counts[3]);
  }

  static double[] normal(SplittableRandom random, int size) {
    var values = new double[size];
    Arrays.setAll(values, _ -> random.nextGaussian());
    return values;
  }

  static double[] exponential(SplittableRandom random, int size) {
    return random.doubles(size).map(place -> -Math.log(1 - place)).toArray();
  }

  /// Grades from 1 to 5, most of them high, as judges give them.
  static double[] grades(SplittableRandom random, int size) {
    return random.doubles(size).map(place -> Math.ceil(5 * Math.sqrt(place))).toArray();
  }
}
