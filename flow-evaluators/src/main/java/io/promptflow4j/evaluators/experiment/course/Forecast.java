package io.promptflow4j.evaluators.experiment.course;

import io.promptflow4j.evaluators.statistics.Figure;
import io.promptflow4j.evaluators.statistics.sequential.Decision;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Says how many rows it would take until a comparison is decided: plays on many times with rows
/// drawn from those at hand, and takes the number within which most of these courses end.
final class Forecast {

  private static final int FEWEST = 10;
  private static final int COURSES = 25;
  private static final int LEAST_LIMIT = 1_000;
  private static final int MOST_LIMIT = 5_000;
  private static final int FOLD = 20;
  private static final long SEED = 20_261;

  private final SequentialRule rule;
  private final List<Double> seen;
  private final int limit;

  private Forecast(SequentialRule rule, List<Double> seen) {
    this.rule = rule;
    this.seen = seen;
    this.limit = seen.size() + Math.clamp((long) FOLD * seen.size(), LEAST_LIMIT, MOST_LIMIT);
  }

  /// How many rows it would take in all.
  ///
  /// @param seen the differences of the rows at hand
  /// @param share of the courses that are to end within these rows
  static Figure<Long> of(SequentialRule rule, List<Double> seen, double share) {
    if (seen.size() < FEWEST) {
      return Figure.unknown("fewer than %d rows say too little".formatted(FEWEST));
    }
    if (rule.margin() == 0 && seen.stream().allMatch(one -> one == 0)) {
      return Figure.unknown(
          "no difference was seen, and where there is none no number of rows shows one; with a"
              + " margin (--margin) they could be told to be equivalent");
    }
    return new Forecast(rule, seen).rows(share);
  }

  private Figure<Long> rows(double share) {
    var random = new SplittableRandom(SEED);
    long[] ends = new long[COURSES];
    for (int i = 0; i < COURSES; i++) {
      ends[i] = end(random.split());
    }
    Arrays.sort(ends);
    long found = ends[Math.clamp((long) Math.ceil(share * COURSES) - 1, 0, COURSES - 1)];
    return found > limit
        ? Figure.unknown("even %,d rows like these would hardly decide it".formatted(limit))
        : Figure.known(found);
  }

  /// The row with which one course ends; beyond the limit if it does not.
  private long end(SplittableRandom random) {
    SequentialRule.Running running = rule.start();
    seen.forEach(running::add);
    for (int row = seen.size() + 1; row <= limit; row++) {
      running.add(seen.get(random.nextInt(seen.size())));
      if (running.state().decision() != Decision.UNDECIDED) {
        return row;
      }
    }
    return limit + 1L;
  }
}
